import Foundation

/// A file that holds a secret, written so that it is there completely or not at all, whenever the machine stops.
public enum StoredSecret {
    /// Writes a new file that only this user may read; on the disk when it returns.
    /// - Throws: `unusable`, also when there is a file already.
    public static func write(_ text: String, to file: URL) throws {
        let draft = try PrivateFile.draft(for: file)
        defer { PrivateFile.removeDatabase(draft) }
        do {
            let handle = try FileHandle(forWritingTo: draft)
            defer { try? handle.close() }
            try handle.write(contentsOf: Data(text.utf8))
        } catch {
            throw StorageError(
                .unusable, "\(file.path) cannot be written.",
                whatToDo: "Look at the free space there and the permissions.")
        }
        try PrivateFile.put(draft, at: file, replacing: false)
    }

    /// Puts a file in the place of another, which is gone then.
    /// - Throws: `unusable`
    public static func put(_ file: URL, inPlaceOf other: URL) throws {
        try PrivateFile.put(file, at: other, replacing: true)
    }

    /// When a file was last written, in nanoseconds since 1970; nil when there is none.
    public static func written(_ file: URL) -> Int64? {
        var status = stat()
        guard stat(file.path, &status) == 0 else { return nil }
        return Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
    }
}
