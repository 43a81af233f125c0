import AsyncHTTPClient
import GitHubAPI
import Redaction

/// Exchanges a code for the App it stands for. The code is good for an hour, so that a GitHub that is away for a moment is
/// waited for.
struct AppExchange {
    /// Between two attempts.
    static let pauses: [Duration] = [.seconds(1), .seconds(2), .seconds(4), .seconds(8)]

    let place: GitHubPlace
    let choices: AppChoices
    let proxies: Proxies
    let clock: any Clock<Duration>

    /// - Throws: ``StartFailure``
    func app(for code: Redacted) async throws -> RegisteredApp {
        let outgoing = Outgoing(proxies, configuration: .gitHub)
        do {
            let app = try await attempts(code, outgoing)
            try? await outgoing.shutdown()
            return app
        } catch {
            try? await outgoing.shutdown()
            throw Self.failure(error, settings: place.settings(of: choices.organization))
        }
    }

    private func attempts(_ code: Redacted, _ outgoing: Outgoing) async throws -> RegisteredApp {
        var configuration = try GitHubClient.Configuration(api: place.api)
        configuration.proxy = proxies.server(for: place.api)?.place
        for pause in Self.pauses {
            do {
                return try await GitHubClient.registeredApp(
                    code: code, configuration: configuration, http: outgoing.client(for: place.api))
            } catch let error as GitHubError where error.isRetryable {
                try await clock.sleep(for: pause)
            }
        }
        return try await GitHubClient.registeredApp(
            code: code, configuration: configuration, http: outgoing.client(for: place.api))
    }

    private static func failure(_ error: any Error, settings: String) -> StartFailure {
        let again =
            "If \(settings) shows a new App, delete it there (Advanced), since its key is told only once; then run this again."
        guard let error = error as? GitHubError else {
            return StartFailure("the code cannot be exchanged: \(error).", whatToDo: again)
        }
        switch error.code {
        case .notFound:
            return StartFailure(
                "GitHub does not take the code (404): it was used before, or it is older than an hour.", whatToDo: again
            )
        case .transport, .proxy, .timedOut:
            return StartFailure(
                "\(error.whatHappened) The code that GitHub gave was not exchanged.",
                whatToDo: "Check github.api, the network and the proxy. \(again)")
        default: return StartFailure(error.whatHappened, whatToDo: again)
        }
    }
}
