/// A webhook of an organisation or a repository.
public struct Webhook: Sendable, Hashable, Decodable {
    public let id: Int64
    public let isActive: Bool
    /// What it is told of; `*` for everything.
    public let events: [String]
    public let configuration: HookConfiguration

    /// Where it delivers to.
    public var url: String { configuration.url }

    enum CodingKeys: String, CodingKey {
        case id, events
        case configuration = "config"
        case isActive = "active"
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        id = try values.decode(Int64.self, forKey: .id)
        isActive = try values.decodeIfPresent(Bool.self, forKey: .isActive) ?? true
        events = try values.decodeIfPresent([String].self, forKey: .events) ?? []
        configuration =
            try values.decodeIfPresent(HookConfiguration.self, forKey: .configuration) ?? HookConfiguration(url: "")
    }
}

extension GitHubClient {
    /// `GET /orgs/{org}/hooks`, all pages. 404 also when the token may not see them, or for a personal account.
    public func webhooks(ofOrganization login: String) async throws -> [Webhook] {
        try await pages("/orgs/\(login, as: "org")/hooks")
    }

    /// `GET /repos/{owner}/{repo}/hooks`, all pages.
    public func webhooks(of name: RepositoryName) async throws -> [Webhook] {
        try await pages("/repos/\(name)/hooks")
    }
}
