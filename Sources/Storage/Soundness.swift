import GRDB

/// Whether the file is what SQLite wrote.
enum Soundness {
    /// Looks at every page's structure; half a second for a gigabyte that is in memory. The bytes of a row are not
    /// looked at: SQLite keeps no checksums.
    /// - Throws: `corrupt`
    static func quickCheck(_ db: GRDB.Database) throws {
        try check(db, "PRAGMA quick_check(1)")
    }

    /// Compares indexes with their tables and references with their targets as well.
    /// - Throws: `corrupt`
    static func fullCheck(_ db: GRDB.Database) throws {
        try check(db, "PRAGMA integrity_check(1)")
        guard try Row.fetchOne(db, sql: "PRAGMA foreign_key_check") == nil else {
            throw StorageError.corrupt("a record refers to one that does not exist")
        }
    }

    private static func check(_ db: GRDB.Database, _ pragma: String) throws {
        guard let answer = try String.fetchOne(db, sql: pragma), answer != "ok" else { return }
        throw StorageError.corrupt(answer.split(separator: "\n").last.map(String.init) ?? answer)
    }
}
