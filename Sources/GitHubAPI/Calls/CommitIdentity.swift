import Foundation

/// Who made a commit, and when. The same identity, tree, parents and message give the same SHA.
public struct CommitIdentity: Sendable, Hashable, Codable {
    public let name: String
    public let email: String
    /// Kept in whole seconds; sent in UTC.
    public let date: Date

    public init(name: String, email: String, date: Date) {
        self.name = name
        self.email = email
        self.date = date
    }

    enum CodingKeys: String, CodingKey {
        case name, email, date
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        name = try values.decode(String.self, forKey: .name)
        email = try values.decode(String.self, forKey: .email)
        date = try values.decode(Timestamp.self, forKey: .date).date
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(name, forKey: .name)
        try values.encode(email, forKey: .email)
        try values.encode(Timestamp(date), forKey: .date)
    }
}
