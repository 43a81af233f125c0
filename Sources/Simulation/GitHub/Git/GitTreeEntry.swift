import Foundation

/// One line of a tree object.
struct GitTreeEntry: Sendable, Hashable {
    /// `100644`, `100755`, `120000`, `160000`, or `40000` for a folder (git writes no leading zero).
    let mode: String
    let name: String
    let id: String

    static let folderMode = "40000"

    var isFolder: Bool { mode == Self.folderMode }

    /// Git sorts folders as if their names ended with a slash.
    private var sortKey: [UInt8] { Array((isFolder ? name + "/" : name).utf8) }

    /// The tree object with these entries.
    static func encode(_ entries: [GitTreeEntry]) -> GitObject {
        let sorted = entries.sorted { $0.sortKey.lexicographicallyPrecedes($1.sortKey) }
        var bytes = Data()
        for entry in sorted {
            bytes.append(contentsOf: "\(entry.mode) \(entry.name)\0".utf8)
            bytes.append(contentsOf: Hex.decode(entry.id))
        }
        return GitObject(kind: .tree, bytes: bytes)
    }

    /// The entries of a tree object.
    static func decode(_ object: GitObject) -> [GitTreeEntry] {
        var entries: [GitTreeEntry] = []
        var rest = object.bytes[...]
        while let space = rest.firstIndex(of: UInt8(ascii: " ")),
            let zero = rest[space...].firstIndex(of: 0), rest.endIndex - zero > 20
        {
            let hash = rest[(zero + 1)..<(zero + 21)]
            entries.append(
                GitTreeEntry(
                    mode: String(decoding: rest[..<space], as: UTF8.self),
                    name: String(decoding: rest[(space + 1)..<zero], as: UTF8.self), id: Hex.encode(hash)))
            rest = rest[(zero + 21)...]
        }
        return entries
    }
}
