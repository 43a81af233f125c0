import Foundation
import Redaction

/// `encryption.key` of a data folder: a key per line, the active one first.
public struct KeyFile: Sendable {
    public static let name = "encryption.key"

    public let url: URL

    public init(folder: URL) {
        url = folder.appending(path: Self.name)
    }

    /// The keys; one is made, readable for this user only, when there is no file.
    /// - Throws: `unusable`, `wrongKey`.
    func readOrMake() throws -> Keyring {
        if !FileManager.default.fileExists(atPath: url.path) { try make() }
        return try read()
    }

    /// Nil when there is no file.
    /// - Throws: `unusable`, `wrongKey`.
    public func existing() throws -> Keyring? {
        FileManager.default.fileExists(atPath: url.path) ? try read() : nil
    }

    private func read() throws -> Keyring {
        guard let text = try? String(contentsOf: url, encoding: .utf8) else {
            throw StorageError(
                .unusable, "The encryption key \(url.path) cannot be read.",
                whatToDo: "Make it readable for this user (chmod 600, chown).")
        }
        return try Keyring(base64: Redacted(text))
    }

    /// Replaces the file: before, or complete and on the disk, whenever the machine stops.
    /// - Throws: `unusable`
    func write(_ keys: Keyring) throws {
        let draft = try PrivateFile.draft(for: url)
        defer { PrivateFile.removeDatabase(draft) }
        try fill(draft, keys)
        try PrivateFile.put(draft, at: url, replacing: true)
    }

    /// One that another process made meanwhile stays.
    private func make() throws {
        let draft = try PrivateFile.draft(for: url)
        defer { PrivateFile.removeDatabase(draft) }
        try fill(draft, Keyring(SealingKey()))
        do {
            try PrivateFile.put(draft, at: url, replacing: false)
        } catch  where FileManager.default.fileExists(atPath: url.path) {
            return
        }
    }

    /// What a process that was killed left beside the file. For the process that serves from the folder.
    func removeDrafts() {
        let folder = url.deletingLastPathComponent()
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        for name in names where name.hasPrefix(Self.name + ".") && name.hasSuffix(".draft") {
            try? FileManager.default.removeItem(at: folder.appending(path: name))
        }
    }

    private func fill(_ draft: URL, _ keys: Keyring) throws {
        let text = keys.all.map { $0.base64.value + "\n" }.joined()
        do {
            let file = try FileHandle(forWritingTo: draft)
            defer { try? file.close() }
            try file.write(contentsOf: Data(text.utf8))
        } catch {
            throw StorageError(
                .unusable, "The encryption key \(url.path) cannot be written.",
                whatToDo: "Make the data folder writable for this user, or give the key in the configuration.")
        }
    }
}
