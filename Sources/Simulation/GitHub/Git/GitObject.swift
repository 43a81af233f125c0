import Crypto
import Foundation

/// An object of a git repository: its kind and its bytes as git stores them.
struct GitObject: Sendable, Hashable {
    enum Kind: String, Sendable {
        case commit, tree, blob

        /// The type number in a pack.
        var packType: UInt8 {
            switch self {
            case .commit: 1
            case .tree: 2
            case .blob: 3
            }
        }
    }

    let kind: Kind
    let bytes: Data

    /// The SHA-1 over `kind length NUL bytes`, in hex, as `git hash-object` prints it.
    var id: String {
        var hash = Insecure.SHA1()
        hash.update(data: Data("\(kind.rawValue) \(bytes.count)\0".utf8))
        hash.update(data: bytes)
        return hash.finalize().map { String(format: "%02x", $0) }.joined()
    }
}
