import Foundation
import GRDB

extension Database {
    /// Writes a copy of the database of a data folder, also while another process serves from it: the state of one
    /// moment, in one file, compact, checked from the first page to the last, and on the disk when this returns.
    ///
    /// The file appears under its name only when it is complete. The encryption key is not in it.
    /// - Parameter replacing: whether a file that is there may be replaced.
    /// - Throws: `missing`; `unusable` when the place is taken or cannot be written; `corrupt`.
    @discardableResult
    public static func backUp(_ folder: URL, to file: URL, replacing: Bool = false) async throws -> BackupReport {
        try await StorageError.translating {
            let source = try existingFile(in: folder)
            try refuse(file, replacing: replacing, besides: source)
            let draft = try PrivateFile.draft(for: file)
            defer { PrivateFile.removeDatabase(draft) }
            try await copy(source, to: draft, for: file)
            let report = try await soundDatabase(draft) { try BackupReport($0, size: PrivateFile.size(draft)) }
            try PrivateFile.put(draft, at: file, replacing: replacing)
            return report
        }
    }

    private static func refuse(_ file: URL, replacing: Bool, besides source: URL) throws {
        let own = ["", "-wal", "-shm"].map { source.resolvingSymlinksInPath().path + $0 }
        guard !own.contains(file.resolvingSymlinksInPath().path) else {
            throw StorageError(
                .unusable, "\(file.path) is the database itself.", whatToDo: "Name another file for the backup.")
        }
        guard replacing || !FileManager.default.fileExists(atPath: file.path) else {
            throw StorageError(
                .unusable, "There is a file at \(file.path) already.",
                whatToDo: "Name another one, or add --replace.")
        }
    }

    /// One read transaction: writers go on meanwhile, and what they write is not in the copy.
    private static func copy(_ source: URL, to draft: URL, for file: URL) async throws {
        let reader = try readingConnection(source)
        defer { try? reader.close() }
        do {
            try await reader.writeWithoutTransaction { try $0.execute(sql: "VACUUM INTO ?", arguments: [draft.path]) }
        } catch let error as DatabaseError where error.resultCode != .SQLITE_CORRUPT {
            throw StorageError(
                .unusable, "The backup \(file.path) cannot be written: \(error.message ?? "no reason given").",
                whatToDo: "Look at the free space there and the permissions, or name another place.")
        }
    }

    /// Opens a database that nobody serves from, and looks at all of it.
    /// - Throws: `corrupt`
    static func soundDatabase<Value: Sendable>(
        _ file: URL, _ body: @escaping @Sendable (GRDB.Database) throws -> Value
    ) async throws -> Value {
        let connection = try DatabaseQueue(path: file.path)
        defer { try? connection.close() }
        return try await connection.read { db in
            try Soundness.fullCheck(db)
            return try body(db)
        }
    }
}
