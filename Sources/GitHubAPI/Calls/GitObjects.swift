import Foundation

/// A commit of a repository's history.
public struct GitCommit: Sendable, Hashable {
    public let sha: String
    public let message: String
    public let tree: String
    public let parents: [String]
    public let author: CommitIdentity
    public let committer: CommitIdentity
}

extension GitCommit: Decodable {
    private struct Reference: Decodable {
        let sha: String
    }

    enum CodingKeys: String, CodingKey {
        case sha, message, tree, parents, author, committer
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        sha = try values.decode(String.self, forKey: .sha)
        message = try values.decode(String.self, forKey: .message)
        tree = try values.decode(Reference.self, forKey: .tree).sha
        parents = try values.decode([Reference].self, forKey: .parents).map(\.sha)
        author = try values.decode(CommitIdentity.self, forKey: .author)
        committer = try values.decode(CommitIdentity.self, forKey: .committer)
    }
}

/// A tree of a repository, flattened when it was asked for recursively.
public struct GitTree: Sendable, Hashable, Decodable {
    public let sha: String
    public let entries: [GitTreeEntry]
    /// GitHub left entries out: the tree is too large (100,000 entries or 7 MB).
    public let isTruncated: Bool

    enum CodingKeys: String, CodingKey {
        case sha
        case entries = "tree"
        case isTruncated = "truncated"
    }
}

/// One entry of a tree.
public struct GitTreeEntry: Sendable, Hashable, Decodable {
    public let path: String
    /// `100644`, `100755`, `040000`, `120000` or `160000`.
    public let mode: String
    /// `blob`, `tree` or `commit`.
    public let type: String
    public let sha: String
    public let size: Int?
}
