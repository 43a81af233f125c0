import Foundation
import GRDB

extension Transaction {
    /// Seals values anew that another key sealed than the active one, or that have the former form.
    ///
    /// What no key opens stays as it is.
    /// - Parameters:
    ///   - limit: how many of each column at most.
    ///   - skipped: what did not open before.
    ///   - onlyFormer: only values of the form before migration 013.
    /// - Returns: how many were sealed anew, and what did not open.
    func reseal(
        limit: Int, skipping skipped: Set<SealedPlace>, onlyFormer: Bool = false
    ) throws -> (count: Int, unopened: Set<SealedPlace>) {
        let ring = try requireKeys().ring
        var (count, unopened) = (0, Set<SealedPlace>())
        for column in SealedColumn.all {
            // Those that did not open may be the first ones.
            let found = try sealedValues(in: column, notWith: ring.active.id, limit: limit + skipped.count)
                .filter { !skipped.contains($0.place) && (!onlyFormer || $0.key == nil) }
            for value in found {
                guard let token = ring.openWhatever(value.value, with: value.key, at: value.place) else {
                    unopened.insert(value.place)
                    continue
                }
                let sealed = try ring.seal(token, at: value.place)
                try db.perform(
                    "UPDATE \(column.table) SET \(column.value) = ?, \(column.key) = ? WHERE \(column.row) = ?",
                    [sealed.value, sealed.key, value.place.row])
                count += 1
            }
        }
        return (count, unopened)
    }

    /// How many values are sealed with each key; nil stands for the form before migration 013.
    func sealedValues() throws -> [String?: Int] {
        var counts: [String?: Int] = [:]
        for column in SealedColumn.all {
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT \(column.key), COUNT(*) FROM \(column.table) WHERE \(column.value) IS NOT NULL GROUP BY 1
                    """)
            for row in rows { counts[row[0] as String?, default: 0] += row[1] }
        }
        return counts
    }

    func requireKeys() throws -> KeysInUse {
        guard let keys else { throw StorageError.withoutKeys }
        return keys
    }
}

extension StorageError {
    static let withoutKeys = StorageError(.wrongKey, "The database is open without its encryption key.")
}
