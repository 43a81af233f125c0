/// A file for a new tree.
public struct NewTreeEntry: Sendable, Hashable {
    /// What the file holds.
    public enum Content: Sendable, Hashable {
        /// Text in UTF-8, sent along.
        case text(String)
        /// A blob created before; for binary files.
        case blob(sha: String)
        /// The file is taken out of the base tree.
        case removed
    }

    public let path: String
    public let content: Content
    public let isExecutable: Bool

    public init(path: String, content: Content, isExecutable: Bool = false) {
        self.path = path
        self.content = content
        self.isExecutable = isExecutable
    }
}

extension NewTreeEntry: Encodable {
    enum CodingKeys: String, CodingKey {
        case path, mode, type, sha, content
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(path, forKey: .path)
        try values.encode(isExecutable ? "100755" : "100644", forKey: .mode)
        try values.encode("blob", forKey: .type)
        switch content {
        case .text(let text): try values.encode(text, forKey: .content)
        case .blob(let sha): try values.encode(sha, forKey: .sha)
        case .removed: try values.encodeNil(forKey: .sha)
        }
    }
}
