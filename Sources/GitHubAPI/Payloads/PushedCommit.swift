import Foundation

/// A commit as a push describes it.
public struct PushedCommit: Sendable, Hashable, Codable {
    /// The full SHA.
    public let id: String
    public let message: String
    /// When it was committed.
    public let timestamp: Date
    /// Paths it added, changed or removed.
    public let touchedFiles: [String]

    public init(id: String, message: String, timestamp: Date, touchedFiles: [String] = []) {
        self.id = id
        self.message = message
        self.timestamp = timestamp
        self.touchedFiles = touchedFiles
    }

    enum CodingKeys: String, CodingKey {
        case id, message, timestamp, added, modified, removed
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        id = try values.decode(String.self, forKey: .id)
        message = try values.decode(String.self, forKey: .message)
        timestamp = try values.decode(Timestamp.self, forKey: .timestamp).date
        touchedFiles = try [CodingKeys.added, .modified, .removed].flatMap {
            try values.decodeIfPresent([String].self, forKey: $0) ?? []
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(id, forKey: .id)
        try values.encode(message, forKey: .message)
        try values.encode(Timestamp(timestamp), forKey: .timestamp)
        try values.encode(touchedFiles, forKey: .modified)
    }
}
