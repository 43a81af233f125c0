import Automations
import Foundation
import Logging
import ServiceLifecycle
import Storage

/// Lets sources rest that keep failing, so that Flux has its strength for those that can be fetched. What is suspended
/// is looked after until it is fetched again, also where Slipway has forgotten that it suspended it.
struct SourceGuard: ServiceLifecycle.Service {
    /// When more sources fail than may, those that failed for this share of the usual time rest already.
    private static let early = 1.0 / 6

    /// For so long after the start none is suspended: a clock that is wrong makes a moment ago look like an hour.
    private var isYoung: Bool { now().timeIntervalSince(began) < (protection.suspendAfter ?? 0) * Self.early }
    /// How many begin to rest in one round.
    private static let batch = 500

    let database: Database
    let protection: Protection
    let interval: Duration
    let logger: Logger
    var clock: any Clock<Duration> = ContinuousClock()
    /// When the service began, by ``now``.
    var began = Date.distantPast
    let now: @Sendable () -> Date

    func run() async throws {
        await Beat(every: interval, clock: clock).run { await look() }
    }

    func look() async {
        do {
            let now = now()
            let isYoung = isYoung
            let (failing, forgotten, isAnyResumed) = try await database.read { [protection] tx in
                (
                    isYoung ? [] : try Self.failing(protection, tx, at: now),
                    try tx.gitopsResources.forgottenSuspensions(count: Self.batch),
                    try !tx.sourceRests.resumedByOthers(at: now).isEmpty
                )
            }
            guard !failing.isEmpty || !forgotten.isEmpty || isAnyResumed else { return }
            let (resting, adopted) = try await database.write { [protection] tx in
                try tx.tryResumed(protection, at: now)
                return (
                    try failing.filter { try tx.rest($0, at: now) }, try forgotten.filter { try tx.adopt($0, at: now) }
                )
            }
            for source in resting { tell(source, at: now) }
            for source in adopted {
                logger.notice("a source that Slipway suspended is looked after again", metadata: source.place)
            }
        } catch {
            logger.error("failing sources cannot be looked for", metadata: ["reason": "\(error.sentence)"])
        }
    }

    /// Those that should rest; none where no source is suspended.
    private static func failing(
        _ protection: Protection, _ tx: Transaction, at now: Date
    ) throws -> [GitOpsResourceRecord] {
        guard let limit = protection.suspendAfter else { return [] }
        let due = try tx.gitopsResources.failingSources(since: now.addingTimeInterval(-limit), count: batch)
        let counts = try tx.gitopsResources.sourceCounts(failingSince: now, unprocessedSince: now)
        let tooMany = counts.failing - counts.resting - due.count - protection.failingSources
        guard tooMany > 0, due.count < batch else { return due }
        let early = now.addingTimeInterval(-limit * Self.early)
        return try tx.gitopsResources.failingSources(since: early, count: min(due.count + tooMany, batch))
    }

    private func tell(_ source: GitOpsResourceRecord, at now: Date) {
        let failing = source.failing.map { Wording.duration(now.timeIntervalSince($0)) } ?? ""
        let metadata: Logger.Metadata = ["for": "\(failing)", "reason": "\(source.message ?? "")"]
        logger.warning(
            "a source keeps failing and is suspended", metadata: metadata.merging(source.place) { first, _ in first })
    }
}

extension GitOpsResourceRecord {
    fileprivate var place: Logger.Metadata {
        ["project": "\(project)", "environment": "\(environment.rawValue)"]
    }
}
