import Foundation

extension GitHubClient {
    /// `GET /repos/{owner}/{repo}/contents/{path}`: a file of at most 1 MB, `nil` when it is not there (or the
    /// repository is not to be seen).
    /// - Parameter ref: branch, tag or SHA; the default branch when `nil`.
    public func file(_ path: String, in name: RepositoryName, ref: String? = nil) async throws -> FileContent? {
        let query = ref.map { [(name: "ref", value: $0)] } ?? []
        do {
            return try await send(.get("/repos/\(name)/contents/\(path: path, as: "path")", query: query))
        } catch let error as GitHubError where error.code == .notFound {
            return nil
        }
    }

    private struct NewFile: Encodable {
        let message: String
        let content: String
        let branch: String?
        let sha: String?
        let author: CommitIdentity?
        let committer: CommitIdentity?
    }

    private struct Answer: Decodable {
        struct Commit: Decodable {
            let sha: String
        }
        let commit: Commit
    }

    /// `PUT /repos/{owner}/{repo}/contents/{path}`: one file, one commit; works in an empty repository too.
    /// - Parameters:
    ///   - replacing: SHA of the blob to replace; `nil` creates, and is refused (422) when there is such a file.
    ///   - identity: author and committer; the token's owner, now, when `nil`.
    /// - Returns: the commit's SHA.
    public func putFile(
        _ path: String, bytes: Data, message: String, branch: String? = nil, replacing sha: String? = nil,
        identity: CommitIdentity? = nil, in name: RepositoryName
    ) async throws -> String {
        let file = NewFile(
            message: message, content: bytes.base64EncodedString(), branch: branch, sha: sha, author: identity,
            committer: identity)
        var request = try APIRequest.put("/repos/\(name)/contents/\(path: path, as: "path")", file)
        request.touchesWorkflows = path.isWorkflowFile
        let answer: Answer = try await send(request)
        return answer.commit.sha
    }
}

extension String {
    /// Whether changing it needs the permission `workflows`.
    var isWorkflowFile: Bool { hasPrefix(".github/workflows/") }
}
