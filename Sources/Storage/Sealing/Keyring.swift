import Foundation
import Redaction

/// The keys at hand: one that seals, and any number of older ones that still open.
public struct Keyring: Sendable {
    /// What is sealed from now on is sealed with this one.
    public let active: SealingKey
    /// They open what they sealed, until that is sealed anew.
    public let older: [SealingKey]

    public init(_ active: SealingKey, older: [SealingKey] = []) {
        self.active = active
        var seen: Set = [active.id]
        self.older = older.filter { seen.insert($0.id).inserted }
    }

    /// - Parameter base64: keys of 32 bytes each, one per line or with a comma between them; the first is the active one.
    /// - Throws: `wrongKey`.
    public init(base64: Redacted) throws {
        let texts = base64.value.split { $0.isWhitespace || $0 == "," }
        let keys = try texts.map { try SealingKey(base64: Redacted(String($0))) }
        guard let active = keys.first else { throw Self.none }
        self.init(active, older: Array(keys.dropFirst()))
    }

    private static let none = StorageError(
        .wrongKey, "There is no encryption key in what should hold it.",
        whatToDo: "Make one with: openssl rand -base64 32")

    public var all: [SealingKey] { [active] + older }

    public func key(_ id: String) -> SealingKey? {
        all.first { $0.id == id }
    }

    func seal(_ token: Redacted, at place: SealedPlace) throws -> (value: Data, key: String) {
        (try active.seal(token, at: place), active.id)
    }

    /// - Throws: `wrongKey`
    func open(_ sealed: Data, with key: String?, at place: SealedPlace) throws -> Redacted {
        guard let token = key.flatMap(self.key)?.open(sealed, at: place) else { throw StorageError.doesNotOpen }
        return token
    }

    /// Also a value of the form before migration 013; nil when no key opens it.
    func openWhatever(_ sealed: Data, with key: String?, at place: SealedPlace) -> Redacted? {
        guard let key else { return all.lazy.compactMap { $0.openFormer(sealed, row: place.row) }.first }
        return self.key(key)?.open(sealed, at: place)
    }

    /// The same with another active key; none is forgotten.
    func led(by key: SealingKey) -> Keyring {
        Keyring(key, older: all)
    }
}
