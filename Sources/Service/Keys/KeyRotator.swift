import Foundation
import Storage

/// Rotates the encryption key of a data folder: by itself when nobody serves from it, else by asking the service.
public struct KeyRotator: Sendable {
    /// How long the service may do nothing about it.
    static let patience = Duration.seconds(30)

    let configuration: Configuration
    private let clock = ContinuousClock()
    let now: @Sendable () -> Date

    public init(_ configuration: Configuration, now: @escaping @Sendable () -> Date = { Date() }) {
        self.configuration = configuration
        self.now = now
    }

    private var folder: URL { URL(filePath: configuration.data) }

    /// - Throws: ``StartFailure``, `StorageError`.
    public func run() async throws -> KeyRotationRecord {
        guard Database.exists(in: folder) else {
            throw StartFailure(
                "there is no database in \(configuration.data), so nothing is sealed yet.",
                whatToDo: "The key is made at the first start of `slipway serve`.")
        }
        let keys = try configuration.keyring()
        if let done = try await alone(keys) { return done }
        return try await asking(keys)
    }

    /// Nil when somebody serves from the folder.
    private func alone(_ keys: Keyring?) async throws -> KeyRotationRecord? {
        let database: Database
        do {
            database = try await Database.open(at: folder, keys: keys)
        } catch let error as StorageError where error.code == .inUse {
            return nil
        }
        defer { try? database.close() }
        try await refuseWithoutNewKey(keys)
        try await database.write { [now] in try $0.keyRotations.ask(at: now()) }
        return try await database.rotateKeys(now: now)
    }

    private func asking(_ keys: Keyring?) async throws -> KeyRotationRecord {
        try await refuseWithoutNewKey(keys)
        let beside = try await Database.besideServing(at: folder)
        defer { try? beside.close() }
        try await beside.write { [now] in try $0.keyRotations.ask(at: now()) }
        var (seen, since) = (try await beside.read { try $0.keyRotations.find() }, clock.now)
        while true {
            let found = try await beside.read { try $0.keyRotations.find() }
            if let found, found.finished != nil {
                try checkKey(of: found, keys)
                return found
            }
            if found != seen { (seen, since) = (found, clock.now) }
            if since.duration(to: clock.now) > Self.patience / 2, let done = try await alone(keys) { return done }
            if since.duration(to: clock.now) > Self.patience { throw Self.untaken(found) }
            try await clock.sleep(for: .milliseconds(100))
        }
    }

    /// The service read its configuration when it started.
    private func checkKey(of record: KeyRotationRecord, _ keys: Keyring?) throws {
        guard let keys, record.key != keys.active.id else { return }
        throw StartFailure(
            "the running service does not have the new key yet: it sealed everything with key \(record.key ?? "none").",
            whatToDo: "Restart `slipway serve`, then run `slipway keys rotate` again.")
    }

    private static func untaken(_ record: KeyRotationRecord?) -> StartFailure {
        StartFailure(
            "the running service has not gone on with the rotation for \(patience.components.seconds) s"
                + (record?.failure.map { ": \($0)" } ?? "."),
            whatToDo: "Look at its log. Nothing is lost; run the command again to go on.")
    }
}

extension KeyRotator {
    /// A key that the configuration gives is not written by Slipway: the new one has to be there first.
    private func refuseWithoutNewKey(_ keys: Keyring?) async throws {
        guard let keys, keys.older.isEmpty else { return }
        let report = try await Database.sealing(of: folder, keys: keys)
        guard report.keys.allSatisfy({ $0.role == .active || $0.opened == 0 }) else { return }
        let place = configuration.encryptionKeyPlace ?? "encryptionKey"
        throw StartFailure(
            "the encryption key is given in \(place), and there is no new one beside it.",
            whatToDo: """
                1. Make one (openssl rand -base64 32) and put it before the present one: in a file one per line, in a value \
                with a comma between.
                2. Restart `slipway serve`: it seals with the new one, and the old one still opens.
                3. Run `slipway keys rotate` again: everything is sealed anew.
                4. Remove the old one, and restart.
                """)
    }
}

extension Configuration {
    /// The keys that the configuration gives; nil: those of the data folder.
    /// - Throws: `StorageError`
    public func keyring() throws -> Keyring? {
        try encryptionKey.map { try Keyring(base64: $0) }
    }
}
