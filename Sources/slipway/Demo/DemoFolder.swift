import Foundation
import Service

/// The folder a demo keeps everything in: configuration, keys, data, log. Readable for this user only.
struct DemoFolder: Sendable {
    let path: String

    /// Makes a new one below the system's folder for temporary files.
    init() throws {
        let name = "slipway-demo-\(UUID().uuidString.prefix(8).lowercased())"
        path = FileManager.default.temporaryDirectory.appending(path: name).path(percentEncoded: false)
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw StartFailure(
                "cannot make the folder \(path): \(error.localizedDescription)",
                whatToDo: "Set TMPDIR to a folder that this user can write to.")
        }
    }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    /// Writes a text, for this user's eyes only.
    @discardableResult
    func write(_ text: String, to name: String) throws -> String {
        let file = file(name)
        guard
            FileManager.default.createFile(
                atPath: file, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
        else {
            throw StartFailure("cannot write \(file).", whatToDo: "Is there space left on the disk?")
        }
        return file
    }

    func remove() {
        try? FileManager.default.removeItem(atPath: path)
    }
}
