import GRDB

extension Database {
    /// Gives a part of the file's free pages back to the disk, those that exceed a tenth of the file: what arrives next
    /// needs some.
    /// - Parameter limit: how many pages at most; a transaction keeps deliveries waiting.
    /// - Returns: whether there are more to give back.
    public func giveBack(limit: Int) async throws -> Bool {
        try await write { tx in
            let pages = try Int.fetchOne(tx.db, sql: "PRAGMA page_count") ?? 0
            let excess = try FreePages.count(tx.db) - max(pages / 10, Self.reserve)
            guard excess > 0, try FreePages.areReturnable(tx.db) else { return false }
            try FreePages.giveBack(min(excess, limit), tx.db)
            return excess > limit
        }
    }

    /// Pages that are never worth giving back: a mebibyte.
    private static let reserve = 256

    /// Copies the write-ahead log into the file, as far as no reader is in the way; the file has its new length then.
    public func checkpoint() async throws {
        guard let connection else { return }
        try await StorageError.translating {
            try await connection.writeWithoutTransaction { db in
                _ = try Row.fetchAll(db, sql: "PRAGMA wal_checkpoint(PASSIVE)")
            }
        }
    }
}
