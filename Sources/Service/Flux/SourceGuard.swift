import Automations
import Foundation
import Logging
import ServiceLifecycle
import Storage

/// Lets sources rest that keep failing, so that Flux has its strength for those that can be fetched.
struct SourceGuard: ServiceLifecycle.Service {
    /// When more sources fail than may, those that failed for this share of the usual time rest already.
    private static let early = 1.0 / 6
    /// How many begin to rest in one round.
    private static let batch = 500

    let database: Database
    let protection: Protection
    let interval: Duration
    let logger: Logger
    var clock: any Clock<Duration> = ContinuousClock()
    let now: @Sendable () -> Date

    func run() async throws {
        guard let limit = protection.suspendAfter else { return try await gracefulShutdown() }
        await Beat(every: interval, clock: clock).run { await look(limit) }
    }

    func look(_ limit: TimeInterval) async {
        do {
            let now = now()
            let sources = try await database.read { [protection] tx in
                let due = try tx.gitopsResources.failingSources(
                    since: now.addingTimeInterval(-limit), count: Self.batch)
                let counts = try tx.gitopsResources.sourceCounts(failingSince: now, unprocessedSince: now)
                let tooMany = counts.failing - counts.resting - due.count - protection.failingSources
                guard tooMany > 0, due.count < Self.batch else { return due }
                let early = now.addingTimeInterval(-limit * Self.early)
                return try tx.gitopsResources.failingSources(since: early, count: min(due.count + tooMany, Self.batch))
            }
            let isAnyResumed = try await database.read { try !$0.sourceRests.resumedByOthers(at: now).isEmpty }
            guard !sources.isEmpty || isAnyResumed else { return }
            let resting = try await database.write { [protection] tx in
                try tx.tryResumed(protection, at: now)
                return try sources.filter { try tx.rest($0, at: now) }
            }
            for source in resting { tell(source, at: now) }
        } catch {
            logger.error("failing sources cannot be looked for", metadata: ["reason": "\(error.sentence)"])
        }
    }

    private func tell(_ source: GitOpsResourceRecord, at now: Date) {
        let failing = source.failing.map { Wording.duration(now.timeIntervalSince($0)) } ?? ""
        logger.warning(
            "a source keeps failing and is suspended",
            metadata: [
                "project": "\(source.project)", "environment": "\(source.environment.rawValue)", "for": "\(failing)",
                "reason": "\(source.message ?? "")",
            ])
    }
}
