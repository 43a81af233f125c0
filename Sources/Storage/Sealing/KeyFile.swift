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
        do {
            return try Keyring(base64: Redacted(text))
        } catch {
            throw StorageError(
                .wrongKey, "The encryption key \(url.path) is damaged: what is in it is not 32 bytes in base64.",
                whatToDo:
                    "Put it back from where it is kept. If it is lost, remove the file: a new key is made, and the tokens that "
                    + "the old one sealed are fetched anew.")
        }
    }

    /// Replaces the file: before, or complete and on the disk, whenever the machine stops.
    /// - Throws: `unusable`
    func write(_ keys: Keyring) throws {
        do {
            try PrivateText(url).write(Self.text(keys), replacing: true)
        } catch {
            throw Self.unwritten(error)
        }
    }

    /// One that another process made meanwhile stays.
    private func make() throws {
        do {
            try PrivateText(url).write(Self.text(Keyring(SealingKey())), replacing: false)
        } catch {
            guard FileManager.default.fileExists(atPath: url.path) else { throw Self.unwritten(error) }
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

    private static func text(_ keys: Keyring) -> String { keys.all.map { $0.base64.value + "\n" }.joined() }

    private static func unwritten(_ failure: PrivateText.Failure) -> StorageError {
        StorageError(
            .unusable, "The encryption key \(failure.file) cannot be written: \(failure.reason).",
            whatToDo: "Make the data folder writable for this user, or give the key in the configuration.")
    }
}
