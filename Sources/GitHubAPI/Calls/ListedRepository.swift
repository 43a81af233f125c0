import Foundation

/// A repository as lists show it: with the times that events do not need.
public struct ListedRepository: Sendable, Hashable, Decodable {
    public let repository: Repository
    public let createdAt: Date

    public init(repository: Repository, createdAt: Date) {
        self.repository = repository
        self.createdAt = createdAt
    }

    enum CodingKeys: String, CodingKey {
        case createdAt = "created_at"
    }

    public init(from decoder: any Decoder) throws {
        repository = try Repository(from: decoder)
        createdAt = try decoder.container(keyedBy: CodingKeys.self).decode(Timestamp.self, forKey: .createdAt).date
    }
}
