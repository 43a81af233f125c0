import Foundation

/// A file of a commit.
public struct GitFile: Sendable, Hashable, ExpressibleByStringLiteral {
    public let content: Data
    public let isExecutable: Bool

    public init(_ content: Data, isExecutable: Bool = false) {
        self.content = content
        self.isExecutable = isExecutable
    }

    public init(stringLiteral value: String) { self.init(Data(value.utf8)) }

    var mode: String { isExecutable ? "100755" : "100644" }
}

/// Where a file's content is in the object store.
struct GitFileEntry: Sendable, Hashable {
    let mode: String
    let id: String
}
