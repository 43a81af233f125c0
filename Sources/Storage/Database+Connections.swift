import Foundation
import GRDB

extension Database {
    /// Seconds a connection waits for another process before it gives up. A delivery may wait for the commit before its
    /// own and then for its own, and GitHub gives up after ten seconds.
    static let busyTimeout: TimeInterval = 4

    /// A connection whose commits are on disk when they return.
    ///
    /// GRDB's own WAL mode sets `synchronous` to NORMAL after the configuration has run, so that WAL is switched on by
    /// hand, and both settings are read back. `auto_vacuum` has an effect on a new file only. The log shrinks to its
    /// limit once it was copied into the database.
    static func writingConnection(_ file: URL, busyTimeout: TimeInterval = busyTimeout) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.label = "slipway.writer"
        configuration.busyMode = .timeout(busyTimeout)
        configuration.foreignKeysEnabled = true
        configuration.prepareDatabase { db in
            try db.execute(
                sql: """
                    PRAGMA auto_vacuum = INCREMENTAL;
                    PRAGMA journal_mode = WAL;
                    PRAGMA synchronous = FULL;
                    PRAGMA wal_autocheckpoint = 1000;
                    PRAGMA journal_size_limit = 67108864;
                    PRAGMA temp_store = MEMORY;
                    """)
        }
        let connection = try DatabaseQueue(path: file.path, configuration: configuration)
        try connection.inDatabase(checkDurability)
        return connection
    }

    static func readingConnection(_ file: URL, busyTimeout: TimeInterval = busyTimeout) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.label = "slipway.reader"
        configuration.busyMode = .timeout(busyTimeout)
        configuration.readonly = true
        return try DatabaseQueue(path: file.path, configuration: configuration)
    }

    /// - Throws: `notDurable`
    private static func checkDurability(_ db: GRDB.Database) throws {
        let journal = try String.fetchOne(db, sql: "PRAGMA journal_mode")
        let synchronous = try Int.fetchOne(db, sql: "PRAGMA synchronous")
        guard journal == "wal", synchronous == 2 else {
            throw StorageError(
                .notDurable,
                "SQLite cannot write this database durably: journal_mode is \(journal ?? "unknown"), synchronous "
                    + "\(synchronous.map(String.init) ?? "unknown").",
                whatToDo: "Put the data folder on a local disk; network file systems do not support WAL.")
        }
    }
}
