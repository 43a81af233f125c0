/// The little that events about installations tell about a repository. Fetch the rest with `repository(id:)`.
public struct RepositorySummary: Sendable, Hashable, Codable {
    public let id: Int64
    public let fullName: RepositoryName
    public let isPrivate: Bool?

    public init(id: Int64, fullName: RepositoryName, isPrivate: Bool? = nil) {
        self.id = id
        self.fullName = fullName
        self.isPrivate = isPrivate
    }

    enum CodingKeys: String, CodingKey {
        case id
        case fullName = "full_name"
        case isPrivate = "private"
    }
}
