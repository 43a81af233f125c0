/// Repositories were given to an installation or taken from it.
public struct InstallationRepositoriesEvent: Sendable, Hashable, Codable {
    public let installation: Installation
    public let added: [RepositorySummary]
    public let removed: [RepositorySummary]
    public let sender: Account?

    public init(
        installation: Installation, added: [RepositorySummary] = [], removed: [RepositorySummary] = [],
        sender: Account? = nil
    ) {
        self.installation = installation
        self.added = added
        self.removed = removed
        self.sender = sender
    }

    enum CodingKeys: String, CodingKey {
        case installation, sender
        case added = "repositories_added"
        case removed = "repositories_removed"
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        installation = try values.decode(Installation.self, forKey: .installation)
        added = try values.decodeIfPresent([RepositorySummary].self, forKey: .added) ?? []
        removed = try values.decodeIfPresent([RepositorySummary].self, forKey: .removed) ?? []
        sender = try values.decodeIfPresent(Account.self, forKey: .sender)
    }
}
