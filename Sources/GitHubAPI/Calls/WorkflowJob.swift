import Foundation

/// A job of a workflow run.
public struct WorkflowJob: Sendable, Hashable {
    /// A step of a job.
    public struct Step: Sendable, Hashable, Codable {
        public let number: Int
        public let name: String
        public let status: String
        public let conclusion: Conclusion?
    }

    public let id: Int64
    public let name: String
    /// `queued`, `in_progress`, `completed` …
    public let status: String
    /// `nil` until it is completed.
    public let conclusion: Conclusion?
    /// The log's page; a step's is below `#step:NUMBER:1`.
    public let htmlURL: String?
    public let startedAt: Date?
    public let completedAt: Date?
    public let steps: [Step]
}

extension WorkflowJob: Decodable {
    enum CodingKeys: String, CodingKey {
        case id, name, status, conclusion, steps
        case htmlURL = "html_url"
        case startedAt = "started_at"
        case completedAt = "completed_at"
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        id = try values.decode(Int64.self, forKey: .id)
        name = try values.decode(String.self, forKey: .name)
        status = try values.decode(String.self, forKey: .status)
        conclusion = try values.decodeIfPresent(Conclusion.self, forKey: .conclusion)
        htmlURL = try values.decodeIfPresent(String.self, forKey: .htmlURL)
        startedAt = try values.decodeIfPresent(Timestamp.self, forKey: .startedAt)?.date
        completedAt = try values.decodeIfPresent(Timestamp.self, forKey: .completedAt)?.date
        steps = try values.decodeIfPresent([Step].self, forKey: .steps) ?? []
    }
}
