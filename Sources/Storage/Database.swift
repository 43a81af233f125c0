import Foundation
import GRDB
import Synchronization

/// What must survive a crash: one SQLite file in the data folder, written by one connection.
///
/// A write is on disk when ``write(_:_:)`` returns, unless it says that it need not be.
public final class Database: Sendable {
    /// Nil when the database is open for reading only.
    private let writer: WriteQueue?
    private let writerQueue: DatabaseQueue?
    private let reader: DatabaseQueue
    /// Nil for those who neither seal nor open.
    let keys: KeysInUse?
    /// Held as long as this process serves from the folder.
    private let lock: FolderLock?
    /// The last outage that nobody has asked about yet.
    private let unseenOutage = Mutex<StorageError?>(nil)

    init(writer: DatabaseQueue?, reader: DatabaseQueue, keys: KeysInUse?, lock: FolderLock?) {
        self.writer = writer.map(WriteQueue.init)
        self.writerQueue = writer
        self.reader = reader
        self.keys = keys
        self.lock = lock
    }

    /// Writes everything `body` says in one transaction and returns when that is on disk. Writes that wait together
    /// share one commit; one that throws changes nothing. `body` runs on the writer's thread: no long work in it.
    /// - Throws: what `body` throws; `sqlite` when the commit failed.
    @discardableResult
    public func write<T: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T {
        try await write(.atOnce, body)
    }

    /// - Parameter durability: what a power cut may take of it.
    @discardableResult
    public func write<T: Sendable>(
        _ durability: Durability, _ body: @escaping @Sendable (Transaction) throws -> T
    ) async throws -> T {
        guard let writer else {
            throw StorageError(.unusable, "The database is open for reading only.")
        }
        let keys = keys
        return try await noticingOutages {
            try await writer.perform(durability) { db in try body(Transaction(db: db, keys: keys)) }
        }
    }

    /// Writes on somebody's behalf: the audit tells so.
    @discardableResult
    public func write<T: Sendable>(
        as actor: AuditActor, _ body: @escaping @Sendable (Transaction) throws -> T
    ) async throws -> T {
        try await write { try body($0.acting(as: actor)) }
    }

    /// Reads in one transaction: what `body` sees belongs together and includes every write that has returned.
    public func read<T: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T {
        let keys = keys
        let reader = reader
        return try await noticingOutages {
            try await withCheckedThrowingContinuation { continuation in
                reader.asyncRead { connection in
                    let result = Result {
                        try body(Transaction(db: connection.get(), keys: keys))
                    }
                    continuation.resume(with: result)
                }
            }
        }
    }

    /// Appends a delivery and tells the result after the commit, on the writer's thread.
    func append(
        _ delivery: PackedDelivery, then tell: @escaping @Sendable (Result<AppendResult, any Error>) -> Void
    ) {
        guard let writer else {
            return tell(.failure(StorageError(.unusable, "The database is open for reading only.")))
        }
        writer.submit(PendingDelivery(delivery: delivery) { [self] result in tell(result.mapError(noticed)) })
    }

    /// The error in our words, kept if it is an outage.
    private func noticed(_ error: any Error) -> any Error {
        let told = (error as? DatabaseError).map { StorageError($0) } ?? error
        if let outage = told as? StorageError, outage.isOutage { unseenOutage.withLock { $0 = outage } }
        return told
    }

    private func noticingOutages<T: Sendable>(_ body: () async throws -> T) async throws -> T {
        do {
            return try await StorageError.translating(body)
        } catch let error as StorageError where error.isOutage {
            unseenOutage.withLock { $0 = error }
            throw error
        }
    }

    /// The last outage since this was asked before.
    func takeOutage() -> StorageError? {
        unseenOutage.withLock { outage in
            defer { outage = nil }
            return outage
        }
    }

    /// Closes the file and gives the folder free. Whatever is asked of the database afterwards fails.
    public func close() throws {
        try reader.close()
        try writerQueue?.close()
        lock?.release()
    }

    /// How many writes wait for their commit.
    var waitingWrites: Int { writer?.waitingCount ?? 0 }

    /// Whether so many write at once that what is not urgent should be brief.
    public var isCrowded: Bool { writer?.isCrowded ?? false }

    /// The connection that writes, for observing it.
    var connection: DatabaseQueue? { writerQueue }
}
