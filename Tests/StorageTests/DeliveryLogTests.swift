import Dispatch
import Foundation
import GRDB
import Synchronization
import Testing

@testable import Storage

@Suite("Delivery log", .timeLimit(.minutes(1)))
struct DeliveryLogTests {
    let test: TestDatabase
    var database: Storage.Database { test.database }

    init() async throws {
        test = try await TestDatabase()
    }

    @Test("a delivery is stored once, with its bytes")
    func duplicate() async throws {
        let log = DeliveryLog(database)
        #expect(try await log.append(.sample("a", body: #"{"a":1}"#)) == .stored)
        #expect(try await log.append(.sample("a", body: #"{"a":2}"#)) == .duplicate)
        let shown = try #require(try await database.read { try $0.deliveries.show("a") })
        #expect(shown.body == Data(#"{"a":1}"#.utf8))
        #expect(shown.headers == ["X-GitHub-Hook-ID": "1"])
        #expect(shown.record.status == .queued)
        #expect(shown.record.received == second(1))
    }

    @Test("deliveries that wait share one commit, at most 512", arguments: [(100, 1), (600, 2)])
    func groupCommit(deliveries: Int, commits: Int) async throws {
        let log = DeliveryLog(database)
        let gate = Gate()
        let blocked = Task { [database] in try await database.write { _ in gate.pass() } }
        await gate.isEntered()
        let counter = CommitCounter()
        try await withThrowingTaskGroup(of: AppendResult.self) { group in
            for number in 0..<deliveries { group.addTask { try await log.append(.sample("g\(number)")) } }
            try await until { database.waitingWrites == deliveries }
            counter.install(on: database)
            gate.open()
            for try await result in group { #expect(result == .stored) }
        }
        try await blocked.value
        #expect(try await database.read { try $0.deliveries.queuedCount() } == deliveries)
        #expect(counter.commits == commits)
    }

    @Test("a commit that fails, fails everyone who waited for it, and stores nothing")
    func failedCommit() async throws {
        let log = DeliveryLog(database)
        let gate = Gate()
        let blocked = Task { [database] in try await database.write { _ in gate.pass() } }
        await gate.isEntered()
        let poison = Task { [database] in
            try await database.write { tx in
                try tx.db.execute(sql: "PRAGMA defer_foreign_keys = ON")
                try tx.db.execute(sql: "INSERT INTO deliveryBody (delivery, body) VALUES (999, x'00')")
            }
        }
        let first = Task { try await log.append(.sample("first")) }
        let second = Task { try await log.append(.sample("second")) }
        try await until { database.waitingWrites == 3 }
        gate.open()
        try await blocked.value
        await #expect(throws: StorageError.self) { try await poison.value }
        await #expect(throws: StorageError.self) { _ = try await first.value }
        await #expect(throws: StorageError.self) { _ = try await second.value }
        #expect(try await database.read { try $0.deliveries.queuedCount() } == 0)
        #expect(try await log.append(.sample("first")) == .stored)
    }

    @Test("a write that throws leaves the others of its commit alone")
    func isolated() async throws {
        let gate = Gate()
        let blocked = Task { [database] in try await database.write { _ in gate.pass() } }
        await gate.isEntered()
        let wrong = Task { [database] in
            try await database.write { tx in
                try tx.registerSample(1)
                throw StorageError(.notFound, "on purpose")
            }
        }
        let right = Task { [database] in try await database.write { try $0.registerSample(2) } }
        try await until { database.waitingWrites == 2 }
        gate.open()
        try await blocked.value
        await #expect(throws: StorageError(.notFound, "on purpose")) { try await wrong.value }
        _ = try await right.value
        #expect(try await database.read { try $0.projects.all().map(\.repository) } == [2])
    }

    @Test("more than the log accepts is refused at once")
    func overloaded() async throws {
        let log = DeliveryLog(database, capacity: 2)
        let gate = Gate()
        let blocked = Task { [database] in try await database.write { _ in gate.pass() } }
        await gate.isEntered()
        let first = Task { try await log.append(.sample("1")) }
        let second = Task { try await log.append(.sample("2")) }
        try await until { database.waitingWrites == 2 }
        // The writer stands still: what is not refused at once is not told before the gate opens.
        let told = Mutex<Result<AppendResult, any Error>?>(nil)
        log.append(.sample("3")) { result in told.withLock { $0 = result } }
        let third = told.withLock { $0 }
        gate.open()
        let error = #expect(throws: StorageError.self) { _ = try #require(third).get() }
        #expect(error?.code == .overloaded)
        try await blocked.value
        #expect(try await [first.value, second.value] == [.stored, .stored])
        #expect(try await log.append(.sample("3")) == .stored)
    }

    @Test("a cancelled caller does not take the commit with it")
    func cancelled() async throws {
        let log = DeliveryLog(database)
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await log.append(.sample("a"))
        }
        #expect(try await task.value == .stored)
        #expect(try await database.read { try $0.deliveries.queuedCount() } == 1)
    }
}

/// Keeps the writer busy until it is opened.
private final class Gate: Sendable {
    private let entered = Mutex(false)
    private let semaphore = DispatchSemaphore(value: 0)

    func pass() {
        entered.withLock { $0 = true }
        semaphore.wait()
    }

    func open() { semaphore.signal() }

    func isEntered() async {
        while !entered.withLock({ $0 }) { await Task.yield() }
    }
}

/// Counts the commits that changed something.
private final class CommitCounter: Sendable {
    private let count = Atomic<Int>(0)
    var commits: Int { count.load(ordering: .sequentiallyConsistent) }

    func install(on database: Storage.Database) {
        database.connection?.asyncWriteWithoutTransaction { db in
            db.add(transactionObserver: Observer(count: self), extent: .databaseLifetime)
        }
    }

    private final class Observer: TransactionObserver {
        let counter: CommitCounter
        init(count: CommitCounter) { counter = count }
        func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { eventKind.tableName == "delivery" }
        func databaseDidChange(with event: DatabaseEvent) {}
        func databaseDidCommit(_ db: GRDB.Database) { counter.count.add(1, ordering: .sequentiallyConsistent) }
        func databaseDidRollback(_ db: GRDB.Database) {}
    }
}

/// Polls; the suite's time limit is the deadline.
private func until(_ condition: () -> Bool) async throws {
    while !condition() {
        try Task.checkCancellation()
        await Task.yield()
    }
}
