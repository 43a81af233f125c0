import Foundation
import GRDB

/// Which keys there are, what each has sealed, and whether everything opens.
public struct SealingReport: Sendable, Equatable {
    public struct Key: Sendable, Equatable {
        public enum Role: String, Sendable, Codable {
            /// Seals.
            case active
            /// Opens what it sealed.
            case older
            /// Has sealed values, and is not at hand.
            case missing
        }

        /// Nil: values of the form before migration 013, which do not name their key.
        public let id: String?
        public let role: Role
        /// How many values it sealed.
        public let values: Int
        /// How many of them open.
        public let opened: Int

        public init(id: String?, role: Role, values: Int, opened: Int) {
            self.id = id
            self.role = role
            self.values = values
            self.opened = opened
        }
    }

    /// The active key first, then older ones, then those that are missing.
    public let keys: [Key]

    public init(keys: [Key]) {
        self.keys = keys
    }

    public var values: Int { keys.reduce(0) { $0 + $1.values } }
    public var opened: Int { keys.reduce(0) { $0 + $1.opened } }
}

extension Database {
    /// Opens every sealed value with the keys at hand, also while another process serves, and changes nothing.
    /// - Parameter keys: nil: those of the folder.
    /// - Throws: `missing`, `newerVersion`, `unusable`, `wrongKey`.
    public static func sealing(of folder: URL, keys: Keyring? = nil) async throws -> SealingReport {
        try await StorageError.translating {
            let before = try keys ?? KeyFile(folder: folder).existing()
            let reader = try await readOnly(at: folder)
            defer { try? reader.close() }
            let values = try await reader.read { tx in
                try SealedColumn.all.flatMap { try tx.sealedValues(in: $0) }
            }
            // A rotation may have written a new key meanwhile, or dropped the old one.
            let after = try keys ?? KeyFile(folder: folder).existing()
            return SealingReport(values, keys: after.map { Keyring($0.active, older: $0.older + (before?.all ?? [])) })
        }
    }
}

/// A sealed value as it stands in the database.
struct SealedValue: Sendable {
    let place: SealedPlace
    let value: Data
    let key: String?
}

extension Transaction {
    /// - Parameter key: values that it sealed are left out.
    func sealedValues(in column: SealedColumn, notWith key: String = "", limit: Int = -1) throws -> [SealedValue] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT \(column.row), \(column.value), \(column.key) FROM \(column.table)
                WHERE \(column.value) IS NOT NULL AND \(column.key) IS NOT ?
                ORDER BY \(column.key) IS NOT NULL LIMIT ?
                """, arguments: [key, limit]
        ).map { SealedValue(place: column.place($0[0]), value: $0[1], key: $0[2]) }
    }
}

extension SealingReport {
    init(_ values: [SealedValue], keys ring: Keyring?) {
        let sealed = Dictionary(grouping: values, by: \.key)
        func key(_ id: String?, _ role: Key.Role) -> Key {
            let values = sealed[id] ?? []
            let opened = values.count { ring?.openWhatever($0.value, with: $0.key, at: $0.place) != nil }
            return Key(id: id, role: role, values: values.count, opened: opened)
        }
        let known = ring?.all.map(\.id) ?? []
        let others = sealed.keys.filter { id in !known.contains { $0 == id } }.sorted { ($0 ?? "") < ($1 ?? "") }
        self.init(
            keys: known.enumerated().map { key($1, $0 == 0 ? .active : .older) } + others.map { key($0, .missing) })
    }
}
