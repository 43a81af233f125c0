import Crypto
import Foundation
import Redaction

/// A key that seals tokens in the database: AES-256-GCM, each value bound to its place and to the key that sealed it.
public struct SealingKey: Sendable {
    private let key: SymmetricKey
    /// Names the key and tells nothing of it: the first eight bytes of its SHA-256, in hexadecimal.
    public let id: String

    /// - Parameter base64: 32 bytes.
    /// - Throws: `wrongKey`.
    public init(base64: Redacted) throws {
        let text = base64.value.trimmingCharacters(in: .whitespacesAndNewlines)
        guard let bytes = Data(base64Encoded: text), bytes.count == 32 else {
            throw StorageError(
                .wrongKey, "The encryption key is not 32 bytes in base64.",
                whatToDo: "Make one with: openssl rand -base64 32")
        }
        self.init(SymmetricKey(data: bytes))
    }

    /// A new one.
    init() {
        self.init(SymmetricKey(size: .bits256))
    }

    private init(_ key: SymmetricKey) {
        self.key = key
        id = key.withUnsafeBytes { SHA256.hash(data: $0) }.prefix(8).map { String(format: "%02x", $0) }.joined()
    }

    var base64: Redacted {
        Redacted(key.withUnsafeBytes { Data($0).base64EncodedString() })
    }

    func seal(_ token: Redacted, at place: SealedPlace) throws -> Data {
        let box = try AES.GCM.seal(
            Data(token.value.utf8), using: key, authenticating: place.associatedData(key: id))
        guard let combined = box.combined else { throw StorageError.doesNotOpen }
        return combined
    }

    /// Nil when it was sealed with another key or at another place, or was changed.
    func open(_ sealed: Data, at place: SealedPlace) -> Redacted? {
        open(sealed, authenticating: place.associatedData(key: id))
    }

    /// A value of the form before migration 013, which was bound to its row only.
    func openFormer(_ sealed: Data, row: String) -> Redacted? {
        open(sealed, authenticating: Data(row.utf8))
    }

    private func open(_ sealed: Data, authenticating data: Data) -> Redacted? {
        guard let box = try? AES.GCM.SealedBox(combined: sealed),
            let token = try? AES.GCM.open(box, using: key, authenticating: data)
        else { return nil }
        return Redacted(String(decoding: token, as: UTF8.self))
    }
}

extension SealingKey: CustomStringConvertible, CustomReflectable {
    public var description: String { "key \(id)" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension StorageError {
    static let doesNotOpen = StorageError(
        .wrongKey, "A stored token cannot be opened: it was sealed with another encryption key, or for another place.",
        whatToDo: "Give Slipway the key that belongs to this data folder, or let it fetch the tokens anew.")
}
