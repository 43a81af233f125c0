import GRDB
import Synchronization

/// The one way to write: everything that waits shares one transaction, at most 512 writes, and so one sync of the disk.
///
/// Each write has its own savepoint: one that throws leaves the others alone. A commit that fails, fails all of them.
/// Writes are not cancelled with the task that asked for them.
final class WriteQueue: Sendable {
    static let batchSize = 512

    private struct State {
        var waiting: [any Write] = []
        var isScheduled = false
    }

    private let queue: DatabaseQueue
    private let state = Mutex(State())

    init(_ queue: DatabaseQueue) {
        self.queue = queue
    }

    var waitingCount: Int { state.withLock { $0.waiting.count } }

    func perform<T: Sendable>(_ body: @escaping @Sendable (GRDB.Database) throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            submit(PendingWrite(body: body, continuation: continuation))
        }
    }

    private func submit(_ write: any Write) {
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

    private func take() -> [any Write] {
        state.withLock { state in
            let batch = Array(state.waiting.prefix(Self.batchSize))
            state.waiting.removeFirst(batch.count)
            return batch
        }
    }

    private func commit(_ batch: [any Write], to db: GRDB.Database) {
        var settle: [(Result<Void, any Error>) -> Void] = []
        settle.reserveCapacity(batch.count)
        let result = Result {
            try db.inTransaction(.immediate) {
                for write in batch {
                    let (told, failure) = write.execute(db)
                    settle.append(told)
                    // SQLite gave up the whole transaction: what made it do so is what everybody is told.
                    if let failure, !db.isInsideTransaction { throw failure }
                }
                return .commit
            }
        }
        for (index, write) in batch.enumerated() {
            if index < settle.count { settle[index](result) } else { write.fail(result) }
        }
    }
}

/// A write that waits for its turn; erased over what it returns.
private protocol Write: Sendable {
    /// Executes the write; returns how to tell the caller once the commit succeeded or failed, and why the write failed.
    func execute(_ db: GRDB.Database) -> (tell: (Result<Void, any Error>) -> Void, failure: (any Error)?)
    /// Tells the caller that the transaction never began.
    func fail(_ commit: Result<Void, any Error>)
}

private struct PendingWrite<T: Sendable>: Write {
    let body: @Sendable (GRDB.Database) throws -> T
    let continuation: CheckedContinuation<T, any Error>

    func execute(_ db: GRDB.Database) -> (tell: (Result<Void, any Error>) -> Void, failure: (any Error)?) {
        let outcome = Result { try inSavepoint(db) }
        let failure: (any Error)? = if case .failure(let error) = outcome { error } else { nil }
        return ({ commit in continuation.resume(with: commit.flatMap { outcome }) }, failure)
    }

    func fail(_ commit: Result<Void, any Error>) {
        continuation.resume(with: commit.flatMap { .failure(CancellationError()) })
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
