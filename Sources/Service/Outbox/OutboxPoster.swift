import CoreMetrics
import Foundation
import Logging
import RunEngine
import ServiceLifecycle
import Storage
import Synchronization

/// Says on GitHub what the outbox holds: one entry of a project at a time, projects side by side.
///
/// What changes while an entry waits for its turn is said once, in its latest form.
struct OutboxPoster: ServiceLifecycle.Service {
    let database: Database
    let mouth: OutboxMouth
    /// Least time between two writes to the same repository. GitHub asks for a second.
    let spacing: Duration
    let logger: Logger
    let metrics: MetricsRegistry
    let clock: any Clock<Duration>
    let now: @Sendable () -> Date
    /// Projects about which something is said at the same time.
    private static let places = 32
    private let busy = BusyProjects(limit: places)

    init(
        database: Database, mouth: OutboxMouth, spacing: Duration = .seconds(1), logger: Logger,
        metrics: MetricsRegistry, clock: any Clock<Duration> = ContinuousClock(), now: @escaping @Sendable () -> Date
    ) {
        self.database = database
        self.mouth = mouth
        self.spacing = spacing
        self.logger = logger
        self.metrics = metrics
        self.clock = clock
        self.now = now
    }

    func run() async throws {
        mouth.doubts.raise(await look { try $0.outbox.pendingKeys() })
        let beat = Beat(every: .seconds(1), clock: clock)
        await beat.withSignals(on: database.changes(in: .outbox)) { signals in
            await withDiscardingTaskGroup { posts in
                for await _ in signals {
                    for entry in await dueEntries() where busy.enter(entry.project) {
                        posts.addTask {
                            let isRecorded = await post(entry)
                            let pause = isRecorded ? spacing : Self.recordingPause
                            try? await cancelWhenGracefulShutdown { try await clock.sleep(for: pause) }
                            busy.leave(entry.project)
                            beat.now()
                        }
                    }
                }
            }
        }
    }

    private func dueEntries() async -> [OutboxRecord] {
        // Those of busy projects come first and are passed over: look further than there are places.
        await look { [now] in try $0.outbox.nextTurns(now: now(), limit: 2 * Self.places) }
    }

    private func look<Found: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> [Found]) async -> [Found] {
        do {
            return try await database.read(body)
        } catch {
            logger.error("the outbox cannot be read for now", metadata: ["reason": "\(error.sentence)"])
            return []
        }
    }

    /// How long a project rests when what was said could not be recorded: the same would be said again.
    private static let recordingPause = Duration.seconds(5)

    /// Says one entry and records how that went.
    /// - Returns: false when it could not be recorded. It is said again then, unless GitHub turns out to have it.
    @discardableResult
    func post(_ entry: OutboxRecord) async -> Bool {
        let result = await FailurePoint.at(entry.place) { await mouth.say(entry) }
        FailurePoint.hit(.afterAnswer, entry.place)
        do {
            try await database.write { [now] tx in
                try result.record(for: entry, in: tx.outbox, at: now())
                FailurePoint.hit(.beforeCommit, entry.place)
            }
            FailurePoint.hit(.afterCommit, entry.place)
        } catch {
            logger.error(
                "what was said on GitHub could not be recorded; it is looked for before it is said again",
                metadata: ["entry": "\(entry.key)", "reason": "\(error.sentence)"])
            mouth.doubts.raise(entry)
            return false
        }
        mouth.doubts.settle(entry, result)
        report(entry, result)
        return true
    }

    private func report(_ entry: OutboxRecord, _ result: OutboxResult) {
        metrics.counter(.outboxPosts, entry.kind.rawValue, result.word).increment()
        var metadata: Logger.Metadata = [
            "entry": "\(entry.key)", "version": "\(entry.version)", "result": "\(result.word)",
        ]
        metadata["reason"] = result.reason.map { "\($0)" }
        logger.log(level: result.level, "outbox entry posted", metadata: metadata)
    }
}

extension OutboxRecord {
    /// What is done with it, for crash tests.
    fileprivate var place: String {
        kind == .comment ? "Outbox/\(remoteID == nil ? "first comment" : "comment edited")" : "Outbox/\(kind.rawValue)"
    }
}

/// Projects whose turn it is; bounded.
private final class BusyProjects: Sendable {
    private let limit: Int
    private let projects = Mutex<Set<String>>([])

    init(limit: Int) {
        self.limit = limit
    }

    func enter(_ project: String) -> Bool {
        projects.withLock { $0.count < limit && $0.insert(project).inserted }
    }

    func leave(_ project: String) {
        _ = projects.withLock { $0.remove(project) }
    }
}
