import GRDB
import Synchronization

/// The one way to write: everything that waits shares one transaction, at most 512 writes, and so one sync of the disk.
///
/// One that throws leaves the others alone. A commit that fails, fails all of them.
/// Writes are not cancelled with the task that asked for them.
final class WriteQueue: Sendable {
    static let batchSize = 512

    private struct State {
        var waiting: [any PendingWrite] = []
        var isScheduled = false
        /// How many writes the last transaction held.
        var lastBatch = 0
        /// What the connection is set to.
        var durability = Durability.atOnce
    }

    private let queue: DatabaseQueue
    private let state = Mutex(State())

    init(_ queue: DatabaseQueue) {
        self.queue = queue
    }

    var waitingCount: Int { state.withLock { $0.waiting.count } }

    /// Whether many write at once, at the moment: what is not urgent should be brief.
    var isCrowded: Bool { state.withLock { max($0.lastBatch, $0.waiting.count) >= 16 } }

    func perform<T: Sendable>(
        _ durability: Durability, _ body: @escaping @Sendable (GRDB.Database) throws -> T
    ) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            submit(PendingTransaction(durability: durability, body: body, continuation: continuation))
        }
    }

    func submit(_ write: any PendingWrite) {
        let mustSchedule = state.withLock { state in
            state.waiting.append(write)
            defer { state.isScheduled = true }
            return !state.isScheduled
        }
        if mustSchedule { schedule() }
    }

    private func schedule() {
        queue.asyncWriteWithoutTransaction { db in
            self.commit(self.take(), to: db)
            let isMore = self.state.withLock { state in
                state.isScheduled = !state.waiting.isEmpty
                return state.isScheduled
            }
            if isMore { self.schedule() }
        }
    }

    private func take() -> [any PendingWrite] {
        state.withLock { state in
            let batch = Array(state.waiting.prefix(Self.batchSize))
            state.waiting.removeFirst(batch.count)
            state.lastBatch = batch.count
            return batch
        }
    }

    /// FULL syncs at every commit, NORMAL does not (https://sqlite.org/pragma.html#pragma_synchronous); a later sync covers
    /// what was committed before, because all of it stands in the same log.
    private func set(_ durability: Durability, on db: GRDB.Database) throws {
        guard state.withLock({ $0.durability != durability }) else { return }
        try db.execute(sql: "PRAGMA synchronous = \(durability == .atOnce ? "FULL" : "NORMAL")")
        state.withLock { $0.durability = durability }
    }

    private func commit(_ batch: [any PendingWrite], to db: GRDB.Database) {
        var outcomes: [WriteOutcome] = []
        outcomes.reserveCapacity(batch.count)
        let result = Result {
            try set(batch.contains { $0.durability == .atOnce } ? .atOnce : .withTheNext, on: db)
            try db.inTransaction(.immediate) {
                for write in batch {
                    let outcome = write.execute(db)
                    outcomes.append(outcome)
                    // SQLite gave up the whole transaction: what made it do so is what everybody is told.
                    if let failure = outcome.failure, !db.isInsideTransaction { throw failure }
                }
                return .commit
            }
        }
        for outcome in outcomes { outcome.tell(result) }
        guard case .failure(let error) = result else { return }
        for write in batch.dropFirst(outcomes.count) { write.fail(with: error) }
    }
}

/// A write that waits for its turn.
protocol PendingWrite: Sendable {
    var durability: Durability { get }
    /// Executes the write. One that fails has changed nothing, or SQLite has given up the transaction.
    func execute(_ db: GRDB.Database) -> WriteOutcome
    /// Tells the caller that the transaction failed before it was this write's turn.
    func fail(with error: any Error)
}

/// What became of a write before its commit.
struct WriteOutcome {
    /// Why the write failed.
    let failure: (any Error)?
    /// Tells the caller, once it is known what became of the commit.
    let tell: (_ commit: Result<Void, any Error>) -> Void
}

/// Several statements in a savepoint.
private struct PendingTransaction<T: Sendable>: PendingWrite {
    let durability: Durability
    let body: @Sendable (GRDB.Database) throws -> T
    let continuation: CheckedContinuation<T, any Error>

    func execute(_ db: GRDB.Database) -> WriteOutcome {
        let outcome = Result { try inSavepoint(db) }
        let failure: (any Error)? = if case .failure(let error) = outcome { error } else { nil }
        return WriteOutcome(failure: failure) { commit in continuation.resume(with: commit.flatMap { outcome }) }
    }

    func fail(with error: any Error) {
        continuation.resume(throwing: error)
    }

    /// A full disk makes SQLite give up the whole transaction: what comes after must not begin one of its own.
    private func inSavepoint(_ db: GRDB.Database) throws -> T {
        guard db.isInsideTransaction else { throw CancellationError() }
        var value: T?
        try db.inSavepoint {
            value = try body(db)
            return .commit
        }
        guard let value else { throw CancellationError() }
        return value
    }
}
