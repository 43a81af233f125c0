import Foundation

extension WorkflowRun: Codable {
    enum CodingKeys: String, CodingKey {
        case id, name, path, event, status, conclusion
        case runAttempt = "run_attempt"
        case runNumber = "run_number"
        case headBranch = "head_branch"
        case headSHA = "head_sha"
        case headRepository = "head_repository"
        case htmlURL = "html_url"
        case jobsURL = "jobs_url"
        case runStartedAt = "run_started_at"
        case updatedAt = "updated_at"
    }

    private struct RepositoryID: Codable {
        let id: Int64
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let path = try values.decodeLine(forKey: .path)
        self.init(
            id: try values.decode(Int64.self, forKey: .id),
            runAttempt: try values.decodeIfPresent(Int.self, forKey: .runAttempt) ?? 1,
            runNumber: try values.decode(Int.self, forKey: .runNumber),
            name: try values.decodeIfPresent(String.self, forKey: .name),
            // Reusable workflows may be written as `path@ref`.
            path: String(path.prefix { $0 != "@" }),
            event: try values.decodeLine(forKey: .event),
            status: try values.decodeIfPresent(String.self, forKey: .status),
            conclusion: try values.decodeIfPresent(Conclusion.self, forKey: .conclusion),
            headBranch: try values.decodeLineIfPresent(forKey: .headBranch),
            headSHA: try values.decodeSHA(forKey: .headSHA),
            headRepositoryID: try values.decodeIfPresent(RepositoryID.self, forKey: .headRepository)?.id,
            htmlURL: try values.decode(String.self, forKey: .htmlURL),
            jobsURL: try values.decodeIfPresent(String.self, forKey: .jobsURL),
            runStartedAt: try values.decodeIfPresent(Timestamp.self, forKey: .runStartedAt)?.date,
            updatedAt: try values.decodeIfPresent(Timestamp.self, forKey: .updatedAt)?.date)
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(id, forKey: .id)
        try values.encode(runAttempt, forKey: .runAttempt)
        try values.encode(runNumber, forKey: .runNumber)
        try values.encodeIfPresent(name, forKey: .name)
        try values.encode(path, forKey: .path)
        try values.encode(event, forKey: .event)
        try values.encodeIfPresent(status, forKey: .status)
        try values.encodeIfPresent(conclusion, forKey: .conclusion)
        try values.encodeIfPresent(headBranch, forKey: .headBranch)
        try values.encode(headSHA, forKey: .headSHA)
        try values.encodeIfPresent(headRepositoryID.map(RepositoryID.init), forKey: .headRepository)
        try values.encode(htmlURL, forKey: .htmlURL)
        try values.encodeIfPresent(jobsURL, forKey: .jobsURL)
        try values.encodeIfPresent(runStartedAt.map { Timestamp($0) }, forKey: .runStartedAt)
        try values.encodeIfPresent(updatedAt.map { Timestamp($0) }, forKey: .updatedAt)
    }
}
