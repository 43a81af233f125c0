import Redaction

/// An App that was registered from a manifest. GitHub tells its key and its secret this once.
public struct RegisteredApp: Sendable, Decodable {
    public let id: Int64
    /// How it is called in addresses.
    public let slug: String
    public let name: String
    /// Its page at GitHub.
    public let page: String
    /// Whose App it is.
    public let owner: Account?
    /// PKCS#1 in PEM form.
    public let privateKey: Redacted
    /// Absent when the manifest named no webhook.
    public let webhookSecret: Redacted?

    enum CodingKeys: String, CodingKey {
        case id, slug, name, owner
        case page = "html_url"
        case privateKey = "pem"
        case webhookSecret = "webhook_secret"
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        id = try values.decode(Int64.self, forKey: .id)
        slug = try values.decode(String.self, forKey: .slug)
        name = try values.decode(String.self, forKey: .name)
        page = try values.decode(String.self, forKey: .page)
        owner = try values.decodeIfPresent(Account.self, forKey: .owner)
        privateKey = Redacted(try values.decode(String.self, forKey: .privateKey))
        webhookSecret = try values.decodeIfPresent(String.self, forKey: .webhookSecret).map(Redacted.init)
    }

    public init(
        id: Int64, slug: String, name: String, page: String, owner: Account?, privateKey: Redacted,
        webhookSecret: Redacted?
    ) {
        self.id = id
        self.slug = slug
        self.name = name
        self.page = page
        self.owner = owner
        self.privateKey = privateKey
        self.webhookSecret = webhookSecret
    }
}
