import GRDB

extension StorageError {
    /// Whether the database as a whole could not be used just then, whatever was asked of it. Says nothing about who
    /// asked: the same succeeds once the cause is gone.
    public var isOutage: Bool {
        switch code {
        case .full, .busy, .io, .corrupt, .unusable: true
        default: false
        }
    }

    /// Turns SQLite's errors into ours; others pass.
    static func translating<T: Sendable>(_ body: () async throws -> T) async throws -> T {
        do {
            return try await body()
        } catch let error as DatabaseError {
            throw StorageError(error)
        }
    }

    /// Meanings of the codes: https://sqlite.org/rescode.html
    init(_ error: DatabaseError) {
        let reason = "\(error.message ?? "no reason given") (SQLite code \(error.extendedResultCode.rawValue))"
        switch error.resultCode {
        case .SQLITE_CONSTRAINT: self.init(.constraint, "The database refused a record: \(reason).")
        case .SQLITE_FULL: self = .full(reason)
        // The index of the log lies in memory that is backed by a file: that could not grow.
        case .SQLITE_IOERR where error.extendedResultCode == .SQLITE_IOERR_SHMSIZE: self = .full(reason)
        case .SQLITE_IOERR:
            self.init(
                .io, "The disk of the data folder does not do what it is asked: \(reason).",
                whatToDo: "Look at the system's log and at the disk. Slipway goes on by itself when it works again.")
        case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_PROTOCOL:
            self.init(
                .busy, "Another process keeps the database locked: \(reason).",
                whatToDo: "Find it with `fuser -v slipway.sqlite` in the data folder, and end it or its transaction.")
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_CANTOPEN:
            self.init(
                .unusable, "The database cannot be opened or written: \(reason).",
                whatToDo: "Make the data folder and every file in it writable for this user.")
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .corrupt(reason)
        default:
            self.init(
                .sqlite, "SQLite answered: \(reason).",
                whatToDo: "Look at the free space and the permissions of the data folder.")
        }
    }

    private static func full(_ reason: String) -> StorageError {
        StorageError(
            .full, "The disk of the data folder is full: \(reason).",
            whatToDo: "Free some space. Slipway goes on by itself; until then it refuses deliveries.")
    }

    static func corrupt(_ reason: String) -> StorageError {
        StorageError(
            .corrupt, "The database is damaged: \(reason).",
            whatToDo: "Stop Slipway, keep a copy of the data folder, and put a backup back: "
                + "`slipway restore FILE --replace`. Without one, `sqlite3 slipway.sqlite .recover` saves what can be "
                + "read.")
    }
}
