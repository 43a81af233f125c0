import Foundation
import GRDB

/// What must survive a crash: one SQLite file in the data folder, written by one connection.
///
/// A write is on disk when ``write(_:)`` returns.
public final class Database: Sendable {
    /// Nil when the database is open for reading only.
    private let writer: WriteQueue?
    private let writerQueue: DatabaseQueue?
    private let reader: DatabaseQueue
    private let sealingKey: SealingKey?
    /// Held as long as this process serves from the folder.
    private let lock: FolderLock?

    init(writer: DatabaseQueue?, reader: DatabaseQueue, sealingKey: SealingKey?, lock: FolderLock?) {
        self.writer = writer.map(WriteQueue.init)
        self.writerQueue = writer
        self.reader = reader
        self.sealingKey = sealingKey
        self.lock = lock
    }

    /// Writes everything `body` says in one transaction and returns when that is on disk. Writes that wait together
    /// share one commit; one that throws changes nothing. `body` runs on the writer's thread: no long work in it.
    /// - Throws: what `body` throws; `sqlite` when the commit failed.
    @discardableResult
    public func write<T: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T {
        guard let writer else {
            throw StorageError(.unusable, "The database is open for reading only.")
        }
        let key = sealingKey
        return try await StorageError.translating {
            try await writer.perform { db in try body(Transaction(db: db, sealingKey: key)) }
        }
    }

    /// Reads in one transaction: what `body` sees belongs together and includes every write that has returned.
    public func read<T: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T {
        let key = sealingKey
        let reader = reader
        return try await StorageError.translating {
            try await withCheckedThrowingContinuation { continuation in
                reader.asyncRead { connection in
                    let result = Result {
                        try body(Transaction(db: connection.get(), sealingKey: key))
                    }
                    continuation.resume(with: result)
                }
            }
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

    /// The connection that writes, for observing it.
    var connection: DatabaseQueue? { writerQueue }
}

extension StorageError {
    /// Turns SQLite's errors into ours; others pass.
    static func translating<T: Sendable>(_ body: () async throws -> T) async throws -> T {
        do {
            return try await body()
        } catch let error as DatabaseError {
            throw StorageError(error)
        }
    }

    init(_ error: DatabaseError) {
        let reason = error.message ?? "no reason given"
        guard error.resultCode != .SQLITE_CONSTRAINT else {
            self.init(.constraint, "The database refused a record: \(reason).")
            return
        }
        self.init(
            .sqlite, "SQLite answered: \(reason) (code \(error.extendedResultCode.rawValue)).",
            whatToDo: "Look at the free space and the permissions of the data folder.")
    }
}
