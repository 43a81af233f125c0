/// Something happened to a repository as a whole.
public struct RepositoryEvent: Sendable, Hashable, Codable {
    /// As it is after the event.
    public let repository: Repository
    public let sender: Account?
    /// The App's installation that got the event; `nil` for webhooks of a repository or an organisation.
    public let installationID: Int64?

    public init(repository: Repository, sender: Account? = nil, installationID: Int64? = nil) {
        self.repository = repository
        self.sender = sender
        self.installationID = installationID
    }

    enum CodingKeys: String, CodingKey {
        case repository, sender, installation
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        repository = try values.decode(Repository.self, forKey: .repository)
        sender = try values.decodeIfPresent(Account.self, forKey: .sender)
        installationID = try values.decodeIfPresent(InstallationID.self, forKey: .installation)?.id
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(repository, forKey: .repository)
        try values.encodeIfPresent(sender, forKey: .sender)
        try values.encodeIfPresent(installationID.map(InstallationID.init), forKey: .installation)
    }
}

/// `installation` as most events carry it.
struct InstallationID: Hashable, Codable {
    let id: Int64
}
