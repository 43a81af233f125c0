import AsyncHTTPClient
import Foundation
import GitHubAPI
import Logging
import Redaction
import Storage

/// Registers Slipway's GitHub App: shows a page on this machine, takes the code that GitHub sends back to it, exchanges it and
/// keeps what GitHub tells.
public struct AppRegistration: Sendable {
    /// What a person needs to open the page.
    public struct Invitation: Sendable {
        public let url: String
        public let port: Int
    }

    /// What there is afterwards.
    public struct Result: Sendable, Equatable {
        public let name: String
        public let id: Int64
        public let owner: String?
        /// Paths of the key, the secret and the configuration.
        public let files: [String]
        /// Where the App is installed.
        public let installing: String
    }

    let choices: AppChoices
    let place: GitHubPlace
    let files: AppFiles
    /// 0: any free one.
    let port: Int
    let proxies: Proxies
    var patience = Duration.seconds(600)
    var clock: any Clock<Duration> = ContinuousClock()

    public init(choices: AppChoices, place: GitHubPlace, files: AppFiles, port: Int, proxies: Proxies) {
        self.choices = choices
        self.place = place
        self.files = files
        self.port = port
        self.proxies = proxies
    }

    /// Returns when the App is registered and written.
    /// - Parameter tell: is called when the page can be opened.
    /// - Throws: ``StartFailure``; `CancellationError`, but not between the exchange of the code and the end of writing.
    public func run(tell: @Sendable (Invitation) -> Void) async throws -> Result {
        try files.check()
        let page = RegistrationPage(texts: RegistrationTexts(choices: choices, place: place))
        let limits = HTTPLimits(connections: 32)
        let connections = OpenConnections(limit: limits.connections)
        let server = HTTPServer(
            key: "--port", address: SocketAddress(host: "127.0.0.1", port: port), responder: page, limits: limits,
            connections: connections, logger: Logger(label: "slipway") { _ in SwiftLogNoOpLogHandler() })
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            defer { group.cancelAll() }
            let port = try await server.bound.value().port
            try invite(page, port: port)
            tell(Invitation(url: page.start(port: port), port: port))
            let code = try await self.code(of: page)
            // From here on the App exists: it is kept whatever happens to this task.
            let kept = await Task { try await keep(code) }.result
            page.outcome.settle(.success(outcome(of: kept)))
            await lastAnswer(of: connections)
            return try kept.get()
        }
    }

    private func invite(_ page: RegistrationPage, port: Int) throws {
        let manifest = AppManifest(
            name: choices.name, address: choices.address, redirectURL: page.redirect(port: port))
        page.form.settle(.success(page.texts.form(try manifest.json, state: page.state)))
    }

    private func code(of page: RegistrationPage) async throws -> Redacted {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await clock.sleep(for: patience)
                page.code.settle(.failure(tooLate))
            }
            defer { group.cancelAll() }
            return try await withTaskCancellationHandler {
                try await page.code.value()
            } onCancel: {
                page.code.settle(.failure(CancellationError()))
            }
        }
    }

    private var tooLate: StartFailure {
        StartFailure(
            "nobody came back from GitHub within \(patience.components.seconds / 60) minutes, so nothing was written.",
            whatToDo:
                "Run it again. A browser on another machine needs the port: ssh -L PORT:127.0.0.1:PORT THIS-MACHINE.")
    }

    private func keep(_ code: Redacted) async throws -> Result {
        let app = try await AppExchange(place: place, choices: choices, proxies: proxies, clock: clock).app(for: code)
        do {
            let names = try files.write(app)
            let written = [names.key] + (app.webhookSecret == nil ? [] : [names.secret])
            return Result(
                name: app.name, id: app.id, owner: app.owner?.login,
                files: written.map { files.folder.appending(path: $0).path } + [files.configuration.path],
                installing: installing(app))
        } catch {
            throw LostApp(app: app, files: files, place: place, reason: Self.reason(error)).failure
        }
    }

    private static func reason(_ error: any Error) -> String {
        switch error {
        case let error as PrivateText.Failure: "\(error.file): \(error.reason)"
        case let error as StartFailure: error.what
        default: error.localizedDescription
        }
    }

    private func installing(_ app: RegisteredApp) -> String { "\(place.web)/apps/\(app.slug)/installations/new" }

    private func outcome(of kept: Swift.Result<Result, any Error>) -> RegistrationOutcome {
        switch kept {
        case .success(let result): .done(name: result.name, installing: result.installing)
        case .failure(let error):
            .failed(error as? StartFailure ?? StartFailure("\(error)", whatToDo: "Look at the terminal."))
        }
    }

    /// The page is answered before it goes away; not longer than a moment, since the browser may be gone.
    private func lastAnswer(of connections: OpenConnections) async {
        connections.finish()
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                guard (try? await Task.sleep(for: .seconds(5))) != nil else { return }
                connections.close()
            }
            await connections.haveEnded()
            group.cancelAll()
        }
    }
}
