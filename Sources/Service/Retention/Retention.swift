import CoreMetrics
import Foundation
import Logging
import ServiceLifecycle
import Storage

/// Forgets what ended long ago, every hour and at the start, a little at a time: deliveries that arrive meanwhile come
/// between.
struct Retention: ServiceLifecycle.Service {
    /// GitHub redelivers for three days. A delivery that comes again must be recognised by its GUID.
    static let shortest = Duration.seconds(3 * 86_400)
    /// Records of a kind in one transaction.
    static let batch = 100
    /// Pages that are moved in one transaction.
    private static let pages = 64

    /// For as long as most rules of conduct ask who did something: a year, and a month to look.
    static let standardAudit = Duration.seconds(400 * 86_400)

    static let shortestAudit = Duration.seconds(30 * 86_400)

    let database: Database
    let keep: Duration
    /// Of lines of the audit.
    var keepAudit = standardAudit
    let logger: Logger
    let metrics: MetricsRegistry
    var clock: any Clock<Duration> = ContinuousClock()
    let now: @Sendable () -> Date

    func run() async throws {
        await Beat(every: .seconds(3600), clock: clock).run { await round() }
    }

    func round() async {
        do {
            let before = try await database.size()
            let forgotten = try await forget()
            try await shrink()
            metrics.gauge(.retentionRound).record(now().timeIntervalSince1970.rounded())
            if !forgotten.isNothing { report(forgotten, from: before, to: try await database.size()) }
        } catch is CancellationError {
            return
        } catch {
            logger.error("what is old cannot be forgotten for now", metadata: ["reason": "\(error.sentence)"])
        }
    }

    private func forget() async throws -> Forgotten {
        let end = now().addingTimeInterval(-Double(keep.components.seconds))
        let endOfAudit = now().addingTimeInterval(-Double(keepAudit.components.seconds))
        var sum = Forgotten()
        while true {
            let part = try await leavingRoom {
                try await database.write { tx in
                    var part = try tx.forget(endedBefore: end, limit: Self.batch)
                    part.audit = try tx.forgetAudit(before: endOfAudit, limit: Self.batch)
                    return part
                }
            }
            if part.isNothing { return sum }
            count(part)
            sum += part
        }
    }

    private func shrink() async throws {
        while try await leavingRoom({ try await database.giveBack(limit: Self.pages) }) {}
        try await database.checkpoint()
    }

    /// Rests three times as long as `work` took: most of the writer's time belongs to the deliveries.
    private func leavingRoom<Value: Sendable>(_ work: () async throws -> Value) async throws -> Value {
        guard !Task.isShuttingDownGracefully else { throw CancellationError() }
        let began = ContinuousClock.now
        let value = try await work()
        try await cancelWhenGracefulShutdown { [pause = began.duration(to: .now) * 3] in
            try await clock.sleep(for: pause)
        }
        return value
    }

    private func count(_ part: Forgotten) {
        let numbers = [
            ("delivery", part.deliveries), ("run", part.runs), ("outbox", part.outbox), ("audit", part.audit),
        ]
        for (record, number) in numbers {
            metrics.counter(.forgotten, record).increment(by: number)
        }
    }

    private func report(_ sum: Forgotten, from before: DatabaseSize, to after: DatabaseSize) {
        logger.info(
            "what ended long ago is forgotten",
            metadata: [
                "deliveries": "\(sum.deliveries)", "runs": "\(sum.runs)", "outbox": "\(sum.outbox)",
                "audit": "\(sum.audit)",
                "bytes": "\(after.bytes)", "bytesBefore": "\(before.bytes)",
            ])
    }
}
