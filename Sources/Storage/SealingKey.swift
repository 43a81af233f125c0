import Crypto
import Foundation
import Redaction

/// The key that seals tokens in the database: AES-256-GCM, each token bound to its project.
public struct SealingKey: Sendable {
    private let key: SymmetricKey

    /// - Parameter base64: 32 bytes.
    /// - Throws: `wrongKey`.
    public init(base64: Redacted) throws {
        let text = base64.value.trimmingCharacters(in: .whitespacesAndNewlines)
        guard let bytes = Data(base64Encoded: text), bytes.count == 32 else {
            throw StorageError(
                .wrongKey, "The encryption key is not 32 bytes in base64.",
                whatToDo: "Make one with: openssl rand -base64 32")
        }
        key = SymmetricKey(data: bytes)
    }

    init() {
        key = SymmetricKey(size: .bits256)
    }

    var base64: Redacted {
        Redacted(key.withUnsafeBytes { Data($0).base64EncodedString() })
    }

    func seal(_ token: Redacted, for project: String) throws -> Data {
        let box = try AES.GCM.seal(Data(token.value.utf8), using: key, authenticating: Data(project.utf8))
        guard let combined = box.combined else { throw Self.doesNotFit }
        return combined
    }

    func open(_ sealed: Data, for project: String) throws -> Redacted {
        guard let box = try? AES.GCM.SealedBox(combined: sealed),
            let token = try? AES.GCM.open(box, using: key, authenticating: Data(project.utf8))
        else { throw Self.doesNotFit }
        return Redacted(String(decoding: token, as: UTF8.self))
    }

    private static let doesNotFit = StorageError(
        .wrongKey, "A stored token cannot be opened: it was sealed with another encryption key.",
        whatToDo: "Give Slipway the key that belongs to this data folder, or let it fetch the tokens anew.")
}
