/// A comment on a commit.
public struct CommitComment: Sendable, Hashable, Decodable {
    public let id: Int64
    public let body: String
    public let htmlURL: String
    public let user: Account?

    enum CodingKeys: String, CodingKey {
        case id, body, user
        case htmlURL = "html_url"
    }
}

extension GitHubClient {
    /// The most characters GitHub takes in a comment.
    public static let maximumCommentLength = 65_536

    private struct NewComment: Encodable {
        let body: String
    }

    /// `GET /repos/{owner}/{repo}/commits/{sha}/comments`, all pages, oldest first.
    public func comments(on sha: String, in name: RepositoryName) async throws -> [CommitComment] {
        try await pages("/repos/\(name)/commits/\(sha, as: "commit_sha")/comments")
    }

    /// `POST /repos/{owner}/{repo}/commits/{sha}/comments`. Notifies people.
    public func createComment(_ body: String, on sha: String, in name: RepositoryName) async throws -> CommitComment {
        try await send(.post("/repos/\(name)/commits/\(sha, as: "commit_sha")/comments", NewComment(body: body)))
    }

    /// `PATCH /repos/{owner}/{repo}/comments/{id}`. Notifies nobody. Throws `notFound` when somebody deleted it.
    public func updateComment(id: Int64, to body: String, in name: RepositoryName) async throws -> CommitComment {
        try await send(.patch("/repos/\(name)/comments/\(id, as: "comment_id")", NewComment(body: body)))
    }
}
