import Foundation
import GRDB

extension Database {
    static let fileName = "slipway.sqlite"

    /// Opens the database of a data folder for the one process that serves from it; creates folder, database and
    /// encryption key as needed and brings the schema up to date.
    /// - Parameter keys: nil: the key file of the folder.
    /// - Throws: `inUse`, `newerVersion`, `corrupt`, `busy`, `full`, `unusable`, `notDurable`, `wrongKey`.
    public static func open(at folder: URL, keys: Keyring? = nil) async throws -> Database {
        try await open(at: folder, keys: keys, busyTimeout: busyTimeout)
    }

    static func open(
        at folder: URL, keys given: Keyring? = nil, busyTimeout: TimeInterval
    ) async throws -> Database {
        try await StorageError.translating {
            try createFolder(folder)
            let lock = try FolderLock(folder)
            let keyFile = given == nil ? KeyFile(folder: folder) : nil
            let keys = KeysInUse(try given ?? KeyFile(folder: folder).readOrMake(), file: keyFile)
            let file = folder.appending(path: fileName)
            try createFile(file)
            let writer = try writingConnection(file, busyTimeout: busyTimeout)
            try await writer.read { db in
                try Schema.refuseNewer(db, file: file)
                try Soundness.quickCheck(db)
            }
            try Schema.migrator.migrate(writer)
            try await writer.writeWithoutTransaction { try FreePages.makeReturnable($0) }
            let reader = try readingConnection(file, busyTimeout: busyTimeout)
            let database = Database(writer: writer, reader: reader, keys: keys, lock: lock)
            try await database.resealFormer()
            return database
        }
    }

    /// Opens the database for reading, also while another process serves.
    /// - Throws: `missing`, `newerVersion`, `unusable`.
    public static func readOnly(at folder: URL) async throws -> Database {
        try await StorageError.translating {
            let reader = try readingConnection(try existingFile(in: folder))
            try await reader.read { try Schema.refuseOther($0, in: folder) }
            return Database(writer: nil, reader: reader, keys: nil, lock: nil)
        }
    }

    /// Opens the database for one short write beside the serving process. Waits up to four seconds for its turn.
    /// - Throws: `missing`, `newerVersion`, `unusable`.
    public static func besideServing(at folder: URL) async throws -> Database {
        try await StorageError.translating {
            let file = try existingFile(in: folder)
            let writer = try writingConnection(file)
            try await writer.read { try Schema.refuseOther($0, in: folder) }
            return Database(writer: writer, reader: try readingConnection(file), keys: nil, lock: nil)
        }
    }

    static func existingFile(in folder: URL) throws -> URL {
        let file = folder.appending(path: fileName)
        guard FileManager.default.fileExists(atPath: file.path) else {
            throw StorageError(
                .missing, "There is no database at \(file.path).",
                whatToDo: "Start `slipway serve` once, or set `data` to the folder it uses.")
        }
        return file
    }

    static func createFolder(_ folder: URL) throws {
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw StorageError(
                .unusable, "The data folder \(folder.path) cannot be created.",
                whatToDo: "Create it and make it writable for this user, or set `data` to another folder.")
        }
    }

    /// Deliveries may hold what others must not read; SQLite gives its side files the permissions of this one.
    private static func createFile(_ file: URL) throws {
        let attributes: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
        guard
            FileManager.default.fileExists(atPath: file.path)
                || FileManager.default.createFile(atPath: file.path, contents: nil, attributes: attributes)
        else {
            throw StorageError(
                .unusable, "The database \(file.path) cannot be created.",
                whatToDo: "Make the data folder writable for this user.")
        }
    }
}
