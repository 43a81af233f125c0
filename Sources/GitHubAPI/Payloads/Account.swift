/// A user or an organisation.
public struct Account: Sendable, Hashable, Codable {
    public let login: String
    public let id: Int64
    /// `User`, `Organization` or `Bot`.
    public let type: String?

    public init(login: String, id: Int64, type: String? = nil) {
        self.login = login
        self.id = id
        self.type = type
    }
}
