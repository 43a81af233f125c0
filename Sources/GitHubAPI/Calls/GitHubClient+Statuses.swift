/// The status of a commit in one context.
public struct CommitStatus: Sendable, Hashable, Codable {
    public enum State: String, Sendable, Hashable, Codable {
        case error, failure, pending, success
    }

    public let state: State
    public let context: String
    /// At most 140 characters; GitHub refuses more.
    public let description: String?
    public let targetURL: String?

    public init(state: State, context: String, description: String? = nil, targetURL: String? = nil) {
        self.state = state
        self.context = context
        self.description = description
        self.targetURL = targetURL
    }

    enum CodingKeys: String, CodingKey {
        case state, context, description
        case targetURL = "target_url"
    }
}

extension GitHubClient {
    /// `POST /repos/{owner}/{repo}/statuses/{sha}`. At most 1,000 for each commit and context.
    public func setStatus(_ status: CommitStatus, on sha: String, in name: RepositoryName) async throws {
        try await sendIgnoringBody(.post("/repos/\(name)/statuses/\(sha, as: "sha")", status))
    }

    /// `GET /repos/{owner}/{repo}/commits/{sha}/statuses`, all pages, newest first.
    public func statuses(on sha: String, in name: RepositoryName) async throws -> [CommitStatus] {
        try await pages("/repos/\(name)/commits/\(sha, as: "ref")/statuses")
    }
}
