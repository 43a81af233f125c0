import Foundation

/// Where a sealed value stands. A value that is moved to another place does not open there.
struct SealedPlace: Sendable, Hashable {
    let table: String
    let row: String
    let column: String

    /// Each part after its length, so that no two places read alike.
    func associatedData(key: String) -> Data {
        [table, row, column, key].reduce(into: Data("slipway sealed 1\n".utf8)) { data, part in
            data.append(Data("\(part.utf8.count):\(part)\n".utf8))
        }
    }
}

/// A column of the database that holds sealed values. Every one is listed in ``all``: what is not, is not re-sealed.
struct SealedColumn: Sendable, Hashable {
    let table: String
    /// The column that names the row.
    let row: String
    /// The column of the sealed value.
    let value: String
    /// The column of the id of the key that sealed it; NULL in the form before migration 013.
    let key: String

    static let gitCredential = SealedColumn(
        table: "gitCredential", row: "project", value: "sealed", key: "sealedWith")

    static let all = [gitCredential]

    func place(_ row: String) -> SealedPlace {
        SealedPlace(table: table, row: row, column: value)
    }
}
