import GRDB
import Synchronization

/// A part of the database to be told about.
public enum Topic: String, Sendable, CaseIterable {
    case deliveries, runs, outbox, projects

    var tables: [String] {
        switch self {
        case .deliveries: ["delivery"]
        case .runs: ["run"]
        case .outbox: ["outbox"]
        case .projects:
            [
                "project", "environment", "gitopsResource", "initialisationStep", "release", "releaseEnvironment",
                "sourceRest",
            ]
        }
    }
}

extension Database {
    /// Yields after every commit of this process that touched the topic. Commits that come while the reader is busy
    /// are told once. What other processes write is not told: look from time to time as well.
    public func changes(in topic: Topic) -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        guard let connection else { return stream }
        let watch = TableWatch(topic.tables) { continuation.yield() }
        // The connection holds the watch weakly.
        continuation.onTermination = { _ in withExtendedLifetime(watch) {} }
        connection.asyncWriteWithoutTransaction { db in
            db.add(transactionObserver: watch, extent: .observerLifetime)
            continuation.yield()
        }
        return stream
    }
}

/// Tells after each commit that touched one of its tables.
///
/// GRDB asks it about every statement, and tells every row it is interested in: the name of the table decides, and
/// after the first row of a transaction it wants to hear no more.
private final class TableWatch: TransactionObserver, Sendable {
    private let tables: [String]
    private let tell: @Sendable () -> Void
    private let isTouched = Atomic(false)

    init(_ tables: [String], tell: @escaping @Sendable () -> Void) {
        self.tables = tables
        self.tell = tell
    }

    func observes(eventsOfKind kind: DatabaseEventKind) -> Bool {
        !isTouched.load(ordering: .relaxed) && tables.contains(kind.tableName)
    }

    func databaseDidChange(with event: DatabaseEvent) {
        isTouched.store(true, ordering: .relaxed)
    }

    func databaseDidCommit(_ db: GRDB.Database) {
        if isTouched.exchange(false, ordering: .relaxed) { tell() }
    }

    func databaseDidRollback(_ db: GRDB.Database) {
        isTouched.store(false, ordering: .relaxed)
    }
}
