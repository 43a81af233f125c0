import GRDB

/// Pages of the file that hold nothing: they are used again, or given back to the disk.
enum FreePages {
    /// Makes a file whose free pages can only be used again into one that can give them back, by writing it anew once.
    /// Nothing is lost when that fails, for lack of space for instance: the next start tries again.
    static func makeReturnable(_ db: GRDB.Database) throws {
        guard try !areReturnable(db) else { return }
        do {
            try db.execute(sql: "VACUUM")
        } catch let error as DatabaseError where [.SQLITE_FULL, .SQLITE_IOERR].contains(error.resultCode) {}
    }

    static func areReturnable(_ db: GRDB.Database) throws -> Bool {
        try Int.fetchOne(db, sql: "PRAGMA auto_vacuum") == 2
    }

    static func count(_ db: GRDB.Database) throws -> Int {
        try Int.fetchOne(db, sql: "PRAGMA freelist_count") ?? 0
    }

    /// Gives up to `limit` pages back. The file is shorter after the next checkpoint.
    static func giveBack(_ limit: Int, _ db: GRDB.Database) throws {
        // Every page is a row of the answer: only reading all of them does all of it.
        _ = try Row.fetchAll(db, sql: "PRAGMA incremental_vacuum(\(limit))")
    }
}
