/// A user, an organisation or an enterprise.
public struct Account: Sendable, Hashable, Codable {
    /// An enterprise's slug, where it has no login.
    public let login: String
    public let id: Int64
    /// `User`, `Organization` or `Bot`.
    public let type: String?

    public init(login: String, id: Int64, type: String? = nil) {
        self.login = login
        self.id = id
        self.type = type
    }

    enum CodingKeys: String, CodingKey {
        case login, slug, id, type
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let slug = try values.decodeIfPresent(String.self, forKey: .slug)
        login = try slug.flatMap { values.contains(.login) ? nil : $0 } ?? values.decode(String.self, forKey: .login)
        id = try values.decode(Int64.self, forKey: .id)
        type = try values.decodeIfPresent(String.self, forKey: .type)
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(login, forKey: .login)
        try values.encode(id, forKey: .id)
        try values.encodeIfPresent(type, forKey: .type)
    }
}
