import Foundation
import GitHubAPI
import Logging
import ServiceLifecycle
import Storage

/// Reads the files of the webhook secrets again every second, so that a secret is changed without a restart, and records
/// which secrets are accepted and when each last verified a delivery.
struct WebhookSecretWatch: ServiceLifecycle.Service {
    /// With one secret, seconds until it is recorded again that it verifies.
    static let coarseness: TimeInterval = 600

    let secrets: SecretsInUse
    /// Empty when the configuration holds the secrets themselves.
    let files: [String]
    let database: Database
    let logger: Logger
    var clock: any Clock<Duration> = ContinuousClock()
    let now: @Sendable () -> Date
    private let trouble = SpokenTrouble()

    init(
        secrets: SecretsInUse, files: [String], database: Database, logger: Logger,
        clock: any Clock<Duration> = ContinuousClock(), now: @escaping @Sendable () -> Date
    ) {
        self.secrets = secrets
        self.files = files
        self.database = database
        self.logger = logger
        self.clock = clock
        self.now = now
    }

    func run() async throws {
        await Beat(every: .seconds(1), clock: clock).run { await round() }
    }

    func round() async {
        if !files.isEmpty { await look() }
        do {
            try await record()
        } catch {
            logger.debug("webhook secrets cannot be recorded for now", metadata: ["reason": "\(error.sentence)"])
        }
    }

    /// What cannot be read leaves what was accepted before.
    private func look() async {
        do {
            let found = try WebhookSecretFiles(files: files).read()
            guard found != secrets.now.uses.map(\.source) else { return await trouble.isOver() }
            try secrets.replace(with: found)
            await trouble.isOver()
            logger.notice("webhook secrets were read anew", metadata: ["accepted": "\(found.count)"])
        } catch {
            guard await trouble.isNew("\(error)") else { return }
            logger.warning(
                "webhook secrets cannot be read anew; those of before are accepted",
                metadata: ["files": "\(files.joined(separator: ", "))", "reason": "\(error)"])
        }
    }

    private func record() async throws {
        let uses = secrets.now.uses
        let known = try await database.read { try $0.webhookSecrets.all() }
        let now = now()
        let records = uses.map { use in
            let before = known.first { $0.place == use.source.place && $0.written == use.source.written }
            return WebhookSecretRecord(
                place: use.source.place, written: use.source.written, accepted: before?.accepted ?? now,
                verified: [use.verified, before?.verified].compactMap { $0 }.max())
        }
        let isSame =
            known.map(\.place) == records.map(\.place).sorted()
            && known.map(\.written).sorted() == records.map(\.written).sorted()
        let patience = uses.count > 1 ? 0 : Self.coarseness
        let isNews = zip(records, records.map { record in known.first { $0.place == record.place } }).contains {
            record, before in
            guard let verified = record.verified else { return false }
            return before?.verified.map { verified.timeIntervalSince($0) > patience } ?? true
        }
        guard !isSame || isNews else { return }
        try await database.write(.withTheNext) { try $0.webhookSecrets.replace(with: records) }
    }
}

/// What was said once need not be said every second.
private actor SpokenTrouble {
    private var told: String?

    func isNew(_ reason: String) -> Bool {
        defer { told = reason }
        return told != reason
    }

    func isOver() { told = nil }
}
