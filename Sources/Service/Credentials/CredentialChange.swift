import Automations
import Foundation
import GitHubAPI
import Logging
import Redaction
import ServiceLifecycle
import Storage

/// Follows GitHub's credential: reads the file of a static token again, and when the credential is another one than before,
/// also after a start, gives Flux what it needs of it for every project, one after another.
struct CredentialChange: ServiceLifecycle.Service {
    let database: Database
    let github: GitHubClient
    let credential: Configuration.Credential
    let credentials: CredentialRefresh
    /// Keeps what is remembered of a token from being tried out by who reads the database.
    let key: [Redacted]
    let logger: Logger
    var interval = Duration.seconds(10)
    /// Between two projects: the cluster has other things to do.
    var spacing = Duration.milliseconds(100)
    var clock: any Clock<Duration> = ContinuousClock()
    let now: @Sendable () -> Date

    /// What is recorded of a credential that all projects have.
    static let recordPrefix = "github credential "

    func run() async throws {
        await Beat(every: interval, clock: clock).run { await look() }
    }

    func look() async {
        await readAgain()
        // From a mirror Flux fetches with the mirror's own login.
        guard credentials.settings.source.mirror == nil else { return }
        do {
            // Before the first project: a token that is replaced meanwhile makes all of them be looked at again.
            let name = recordName
            guard try await database.read({ try $0.sweeps.find(name) }) == nil, try await give() else { return }
            try await database.write { [now] tx in
                try tx.sweeps.forget(prefix: Self.recordPrefix)
                _ = try tx.sweeps.begin(name, at: now())
            }
        } catch {
            logger.error("GitHub's credential cannot be compared for now", metadata: ["reason": "\(error.sentence)"])
        }
    }

    /// A file that cannot be read keeps the token that was read last: it may be being replaced.
    private func readAgain() async {
        guard case .token(let secret) = credential, let file = secret.file,
            let value = try? SecretFile(
                subject: ConfigurationReader.tokenSubject, path: file, key: "github.tokenFile"
            ).read(), secret.replace(with: value)
        else { return }
        logger.notice("GitHub's token was replaced", metadata: ["file": "\(file)"])
        // What waits because the former one was refused goes on at once.
        try? await github.checkCredential()
    }

    /// - Returns: false if some have to be tried again.
    private func give() async throws -> Bool {
        let projects = try await database.read { tx in
            try tx.projects.all().filter { project in
                guard let known = try tx.credentials.find(project.id) else { return false }
                return try (!github.usesApp || known.kind == .token) && tx.needsCredential(project)
            }
        }
        var failures = 0
        for project in projects {
            guard !Task.isShuttingDownGracefully else { return false }
            if await !give(project) { failures += 1 }
        }
        return failures == 0
    }

    private func give(_ project: ProjectRecord) async -> Bool {
        guard credentials.mayBegin(project) else { return false }
        // A token of the App's has to be asked for.
        if github.usesApp, !credentials.pace.take(at: now()) { return false }
        let outcome = await credentials.outcome(of: project)
        if outcome == .renewed { try? await clock.sleep(for: spacing) }
        return outcome == .renewed || outcome == .unchanged
    }

    private var recordName: String {
        switch credential {
        case .app(let id, _): "\(Self.recordPrefix)app \(id)"
        case .token(let secret):
            "\(Self.recordPrefix)token \(Fingerprint.of([secret.value.value], key: key))"
        }
    }
}
