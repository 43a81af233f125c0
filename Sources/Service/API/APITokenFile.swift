import Crypto
import Foundation
import Logging
import Redaction

/// The token that Slipway makes where the configuration names none: a file of the data folder, for this user only.
struct APITokenFile: Sendable {
    static let name = "api-token"

    let file: URL

    init(dataFolder: String) {
        file = URL(filePath: dataFolder).appending(path: Self.name)
    }

    /// The token; made when there is none.
    /// - Throws: ``StartFailure``
    func token(logger: Logger) throws -> Redacted {
        if !FileManager.default.fileExists(atPath: file.path) { try make() }
        let token: Redacted
        do {
            token = try SecretFile(subject: "the API's token", path: file.path, key: "api.tokenFile").read()
        } catch {
            throw StartFailure(
                "the API's token \(file.path) cannot be read.",
                whatToDo: "Make it readable for this user (chmod 600, chown); or remove it, and a new one is made.")
        }
        warnIfOthersMayRead(logger)
        return token
    }

    /// Writes it beside its place and links it there, so that a crash never leaves half a token behind.
    private func make() throws {
        let draft = file.appendingPathExtension("\(ProcessInfo.processInfo.processIdentifier)")
        let token = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0).base64URL }
        let attributes: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
        defer { try? FileManager.default.removeItem(at: draft) }
        guard
            FileManager.default.createFile(
                atPath: draft.path, contents: Data((token + "\n").utf8), attributes: attributes),
            link(draft.path, file.path) == 0 || errno == EEXIST
        else {
            throw StartFailure(
                "the API's token \(file.path) cannot be written.",
                whatToDo: "Make the data folder writable for this user, or set api.tokenFile.")
        }
    }

    private func warnIfOthersMayRead(_ logger: Logger) {
        let attributes = try? FileManager.default.attributesOfItem(atPath: file.path)
        guard let mode = (attributes?[.posixPermissions] as? NSNumber)?.intValue, mode & 0o077 != 0 else { return }
        logger.warning(
            "others may read the API's token", metadata: ["file": "\(file.path)", "whatToDo": "chmod 600 \(file.path)"])
    }
}
