import Foundation

/// Databases that only this user may read, and that are complete when they have their name; for texts there is ``PrivateText``.
enum PrivateFile {
    /// An empty file beside the place where it will stand.
    /// - Throws: `unusable`
    static func draft(for file: URL) throws -> URL {
        let draft = file.appendingPathExtension("\(ProcessInfo.processInfo.processIdentifier).draft")
        removeDatabase(draft)
        let attributes: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
        guard FileManager.default.createFile(atPath: draft.path, contents: nil, attributes: attributes) else {
            throw StorageError(
                .unusable, "No file can be written in \(file.deletingLastPathComponent().path).",
                whatToDo: "Create the folder and make it writable for this user, or name another place.")
        }
        return draft
    }

    /// Gives a complete draft its name. Both are on the disk when this returns.
    /// - Throws: `unusable`, also when the place was taken meanwhile.
    static func put(_ draft: URL, at file: URL, replacing: Bool) throws {
        do {
            try PrivateText.sync(draft.path)
            try PrivateText.put(draft.path, at: file.path, replacing: replacing)
        } catch {
            throw error.storageError
        }
    }

    /// Renames what is there; nothing happens when it is not.
    static func move(_ file: URL, to other: URL) throws {
        guard rename(file.path, other.path) == 0 || errno == ENOENT else {
            throw failure("\(file.path) cannot be moved to \(other.path)")
        }
    }

    static func size(_ file: URL) throws -> Int64 {
        try FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int64 ?? 0
    }

    /// Removes a database and what SQLite puts beside it.
    static func removeDatabase(_ file: URL) {
        for suffix in ["", "-journal", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: file.path + suffix)
        }
    }

    static func sync(_ file: URL) throws {
        do { try PrivateText.sync(file.path) } catch { throw error.storageError }
    }

    private static func failure(_ what: String) -> StorageError {
        let reason = String(cString: strerror(errno)).lowercased()
        return StorageError(
            .unusable, "\(what): \(reason).", whatToDo: "Look at the free space there and the permissions.")
    }
}
