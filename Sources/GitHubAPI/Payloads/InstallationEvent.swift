/// The App was installed, removed, suspended or given other permissions.
public struct InstallationEvent: Sendable, Hashable, Codable {
    public let installation: Installation
    /// The repositories it may see at that moment.
    public let repositories: [RepositorySummary]
    public let sender: Account?

    public init(installation: Installation, repositories: [RepositorySummary] = [], sender: Account? = nil) {
        self.installation = installation
        self.repositories = repositories
        self.sender = sender
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        installation = try values.decode(Installation.self, forKey: .installation)
        repositories = try values.decodeIfPresent([RepositorySummary].self, forKey: .repositories) ?? []
        sender = try values.decodeIfPresent(Account.self, forKey: .sender)
    }
}
