import Foundation
import Redaction

extension SealingKey {
    /// Reads the key of a data folder; makes one, readable for this user only, when there is none.
    /// - Throws: `unusable`, `wrongKey`.
    static func ofFolder(_ folder: URL) throws -> SealingKey {
        let file = folder.appending(path: "encryption.key")
        guard try create(file) else { return try read(file) }
        return try read(file)
    }

    /// The key of a data folder; nil when it has none.
    /// - Throws: `unusable`, `wrongKey`.
    static func existing(in folder: URL) throws -> SealingKey? {
        let file = folder.appending(path: "encryption.key")
        return FileManager.default.fileExists(atPath: file.path) ? try read(file) : nil
    }

    static func read(_ file: URL) throws -> SealingKey {
        guard let text = try? String(contentsOf: file, encoding: .utf8) else {
            throw StorageError(
                .unusable, "The encryption key \(file.path) cannot be read.",
                whatToDo: "Make it readable for this user (chmod 600, chown).")
        }
        return try SealingKey(base64: Redacted(text))
    }

    /// Writes a new key beside its place and links it there, so that a crash never leaves half a key behind.
    /// - Returns: false when there is one already.
    private static func create(_ file: URL) throws -> Bool {
        if FileManager.default.fileExists(atPath: file.path) { return false }
        let draft = file.appendingPathExtension("\(ProcessInfo.processInfo.processIdentifier)")
        let attributes: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
        let content = Data((SealingKey().base64.value + "\n").utf8)
        defer { try? FileManager.default.removeItem(at: draft) }
        guard FileManager.default.createFile(atPath: draft.path, contents: content, attributes: attributes) else {
            throw StorageError(
                .unusable, "The encryption key \(file.path) cannot be written.",
                whatToDo: "Make the data folder writable for this user, or give the key in the configuration.")
        }
        return link(draft.path, file.path) == 0
    }
}
