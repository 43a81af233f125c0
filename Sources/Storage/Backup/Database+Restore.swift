import Foundation
import GRDB

extension Database {
    /// Puts a backup into a data folder that nobody serves from. The backup is checked before anything is changed, and
    /// is left as it is.
    /// - Parameters:
    ///   - replacing: whether the folder may hold a database. That is kept beside, under another name.
    ///   - now: names the database that was there.
    /// - Throws: `inUse`; `corrupt`, `newerVersion` when it cannot be used; `unusable`.
    public static func restore(
        _ backup: URL, to folder: URL, replacing: Bool = false, at now: Date
    ) async throws -> RestoreReport {
        try await StorageError.translating {
            guard FileManager.default.fileExists(atPath: backup.path) else {
                throw StorageError(.missing, "There is no backup at \(backup.path).", whatToDo: "Name another file.")
            }
            try createFolder(folder)
            let lock = try FolderLock(folder)
            defer { lock.release() }
            let file = folder.appending(path: fileName)
            let isThere = FileManager.default.fileExists(atPath: file.path)
            guard replacing || !isThere else {
                throw StorageError(
                    .unusable, "The data folder \(folder.path) holds a database already.",
                    whatToDo: "Add --replace. The present database is kept, under another name.")
            }
            let draft = try PrivateFile.draft(for: file)
            defer { PrivateFile.removeDatabase(draft) }
            try fill(draft, from: backup)
            let (content, sealed) = try await examine(draft, from: backup, folder: folder)
            let former = try await setAside(file, at: now)
            try PrivateFile.put(draft, at: file, replacing: false)
            return RestoreReport(
                content: content, former: isThere ? former : nil, hasKey: try KeyFile(folder: folder).existing() != nil,
                sealedTokens: sealed)
        }
    }

    private static func fill(_ draft: URL, from backup: URL) throws {
        do {
            let (input, output) = (try FileHandle(forReadingFrom: backup), try FileHandle(forWritingTo: draft))
            defer { for file in [input, output] { try? file.close() } }
            while let part = try input.read(upToCount: 1 << 20), !part.isEmpty { try output.write(contentsOf: part) }
        } catch {
            throw StorageError(
                .unusable, "The backup \(backup.path) cannot be copied to \(draft.deletingLastPathComponent().path).",
                whatToDo: "Look at the permissions of the backup and at the free space of the data folder.")
        }
    }

    private static func examine(
        _ draft: URL, from backup: URL, folder: URL
    ) async throws -> (BackupReport, sealed: Int) {
        let keys = try KeyFile(folder: folder).existing()
        do {
            return try await soundDatabase(draft) { db in
                try Schema.refuseNewer(db, file: backup)
                guard try db.tableExists("delivery") else { throw StorageError.noBackup(backup, "it is empty") }
                let sealed = try CredentialRecord.fetchAll(db).count { !$0.opens(with: keys) }
                return (try BackupReport(db, size: PrivateFile.size(draft)), sealed)
            }
        } catch let error as DatabaseError where [.SQLITE_NOTADB, .SQLITE_CORRUPT].contains(error.resultCode) {
            throw StorageError.noBackup(backup, error.message ?? "it is damaged")
        } catch let error as StorageError where error.code == .corrupt {
            throw StorageError.noBackup(backup, error.whatHappened)
        }
    }

    /// Moves the database that is there out of the way, and a log, even one without a database: SQLite would take it for
    /// the log of what is put in its place.
    private static func setAside(_ file: URL, at now: Date) async throws -> URL {
        // Usually this empties the log, so that one rename is all. A damaged database is set aside with its log.
        if FileManager.default.fileExists(atPath: file.path), let old = try? DatabaseQueue(path: file.path) {
            try? await old.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
            try? old.close()
        }
        let stamp = now.formatted(.iso8601.dateSeparator(.omitted).timeSeparator(.omitted))
        let former = file.deletingLastPathComponent().appending(path: "\(fileName).before-\(stamp)")
        for suffix in ["-wal", "-shm", ""] {
            try PrivateFile.move(
                URL(filePath: file.path + suffix), to: URL(filePath: former.path + suffix))
        }
        return former
    }
}

extension StorageError {
    fileprivate static func noBackup(_ file: URL, _ reason: String) -> StorageError {
        StorageError(
            .corrupt, "\(file.path) cannot be put back: \(reason)",
            whatToDo: "Take another backup. Nothing was changed.")
    }
}

extension CredentialRecord {
    /// Also in the form of an older version: a backup is not migrated before it is in its place.
    fileprivate func opens(with keys: Keyring?) -> Bool {
        guard let sealed else { return true }
        return keys?.openWhatever(sealed, with: sealedWith, at: SealedColumn.gitCredential.place(project)) != nil
    }
}
