import Foundation
import Redaction

/// Reads a file that holds a secret or another text, and says clearly when it cannot.
struct SecretFile {
    /// What the file is, for the message: `the App's private key`.
    var subject: String
    var path: String
    /// The key that names the file.
    var key: String

    enum Failure: Error, Equatable {
        case missing, denied, folder, empty, other(String)
    }

    /// The text without surrounding white space.
    func read() throws(Failure) -> Redacted {
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw Self.failure(error, path: path)
        }
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        if trimmed.isEmpty { throw .empty }
        return Redacted(trimmed)
    }

    func problem(_ failure: Failure, place: String?) -> ConfigurationProblem {
        let reason: String
        let remedy: String
        switch failure {
        case .missing: (reason, remedy) = ("no such file", "Create it, or set \(key) to where it is.")
        case .denied:
            (reason, remedy) = (
                "permission denied", "Make it readable for this user (chmod 600, chown), or set \(key)."
            )
        case .folder: (reason, remedy) = ("it is a folder", "Set \(key) to the file in it.")
        case .empty: (reason, remedy) = ("it is empty", "Write the value into it, or set \(key) to another file.")
        case .other(let text): (reason, remedy) = (text, "Check the file, or set \(key) to another one.")
        }
        return .init(place: place, what: "cannot read \(subject) \(path): \(reason).", whatToDo: remedy)
    }

    private static func failure(_ error: any Error, path: String) -> Failure {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue { return .folder }
        switch (error as? CocoaError)?.code {
        case .fileReadNoSuchFile, .fileNoSuchFile: return .missing
        case .fileReadNoPermission: return .denied
        case .fileReadInapplicableStringEncoding, .fileReadCorruptFile: return .other("it is not UTF-8 text")
        default: return .other("\(error.localizedDescription)")
        }
    }
}
