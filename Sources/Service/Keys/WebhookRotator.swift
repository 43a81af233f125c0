import Automations
import Foundation
import GitHubAPI
import Redaction
import Storage

/// Changes the webhook secret without losing a delivery, step by step; run again, it goes on where it stood.
///
/// 1. A new secret is written beside the present one, and the running service accepts both.
/// 2. GitHub is told the new one.
/// 3. A delivery is seen that was signed with it.
/// 4. When none can come any more that was signed with the old one, that is dropped.
public struct WebhookRotator: Sendable {
    /// What there is to wait for.
    public struct Patience: Sendable {
        /// How long the service may take to accept a secret.
        public var service = Duration.seconds(20)
        /// How long GitHub may take to deliver something.
        public var delivery = Duration.seconds(60)
        /// Seconds without a delivery signed with the old secret, before that is dropped. GitHub gives up a delivery after ten
        /// seconds, but may be late by minutes.
        public var quiet: TimeInterval = 600

        public init() {}
    }

    let configuration: Configuration
    let github: GitHubClient
    let hooks: HookFinder
    let patience: Patience
    let clock = ContinuousClock()
    let now: @Sendable () -> Date
    /// Tells people what was done and what comes next.
    let say: @Sendable (String) -> Void

    /// - Throws: ``StartFailure``, `StorageError`, `GitHubError`.
    public static func run(
        _ configuration: Configuration, patience: Patience = Patience(), options: ServiceOptions = ServiceOptions(),
        say: @escaping @Sendable (String) -> Void
    ) async throws {
        let outgoing = Outgoing(configuration.proxies, configuration: .gitHub)
        do {
            let github = GitHubClient(
                configuration: try configuration.gitHubConfiguration(),
                credential: try await configuration.github.credential.forClient(),
                http: outgoing.client(for: configuration.github.api), clock: options.clock, now: options.now)
            let hooks = HookFinder(
                github: github, rules: configuration.settings.rules, webhooks: configuration.sweeps.webhooks,
                for: .newSecret, now: options.now)
            try await WebhookRotator(
                configuration: configuration, github: github, hooks: hooks, patience: patience, now: options.now,
                say: say
            ).run()
        } catch {
            try? await outgoing.shutdown()
            throw error
        }
        try await outgoing.shutdown()
    }

    func run() async throws {
        let files = try files()
        let database = try await Database.besideServing(at: URL(filePath: configuration.data))
        defer { try? database.close() }
        if try await finishDropped(files, database) { return }
        var rotation = try await begin(files, database)
        try await isAccepted(files.next, rotation.written, database)
        say("1. \(files.next.path) holds the new secret, and the running service accepts both.")
        if rotation.told == nil {
            rotation.told = try await tell(files)
            try await save(rotation, database)
        }
        say("2. GitHub signs with the new secret since \(Self.time(rotation.told)).")
        rotation.verified = try await delivered(files.next, rotation, database)
        try await save(rotation, database)
        say("3. A delivery signed with it arrived at \(Self.time(rotation.verified)).")
        try await quiet(files, rotation, database)
        try await drop(files, rotation, database)
    }

    func save(_ rotation: WebhookRotationRecord, _ database: Database) async throws {
        var place: String {
            if rotation.finished != nil { return "WebhookRotation/finish" }
            if rotation.verified != nil { return "WebhookRotation/see a delivery" }
            return rotation.told == nil ? "WebhookRotation/begin" : "WebhookRotation/tell GitHub"
        }
        try await database.write { tx in
            try tx.webhookRotations.save(rotation)
            FailurePoint.hit(.beforeCommit, place)
        }
        FailurePoint.hit(.afterCommit, place)
    }

    static func time(_ date: Date?) -> String {
        (date ?? .distantPast).formatted(.iso8601.dateSeparator(.dash).timeSeparator(.colon))
    }

    /// Looks until there is something, as long as people are patient.
    func eventually<Value>(
        within limit: Duration, _ look: () async throws -> Value?, orElse failure: () -> StartFailure
    ) async throws -> Value {
        let deadline = clock.now.advanced(by: limit)
        while true {
            if let value = try await look() { return value }
            guard clock.now < deadline else { throw failure() }
            try await clock.sleep(for: .milliseconds(200))
        }
    }
}
