/// Owner and name of a repository, checked: what is in it can stand in a path.
public struct RepositoryName: Sendable, Hashable {
    public let owner: String
    public let name: String
    /// `owner/name`.
    public var fullName: String { owner + "/" + name }

    /// `nil` when GitHub could not have such a repository.
    public init?(owner: String, name: String) {
        guard Self.isWord(owner, extra: "-_"), Self.isWord(name, extra: "-_.") else { return nil }
        self.owner = owner
        self.name = name
    }

    /// From `owner/name`.
    public init?(_ fullName: String) {
        let parts = fullName.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        self.init(owner: String(parts[0]), name: String(parts[1]))
    }

    private static func isWord(_ text: String, extra: String) -> Bool {
        guard (1...100).contains(text.utf8.count), text != ".", text != ".." else { return false }
        return text.unicodeScalars.allSatisfy { scalar in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9": true
            default: extra.unicodeScalars.contains(scalar)
            }
        }
    }
}

extension RepositoryName: CustomStringConvertible {
    public var description: String { fullName }
}

extension RepositoryName: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let name = RepositoryName(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not the full name of a repository")
        }
        self = name
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(fullName)
    }
}
