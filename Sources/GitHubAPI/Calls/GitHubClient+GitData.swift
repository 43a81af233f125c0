import Foundation

extension GitHubClient {
    private struct Object: Decodable {
        let sha: String
    }

    private struct Reference: Decodable {
        let object: Object
    }

    /// `GET /repos/{owner}/{repo}/git/ref/heads/{branch}`: the SHA the branch points at, `nil` when there is none.
    /// Throws `emptyRepository` when there is no commit at all.
    public func branch(_ branch: String, in name: RepositoryName) async throws -> String? {
        do {
            let ref: Reference = try await send(.get("/repos/\(name)/git/ref/heads/\(path: branch, as: "branch")"))
            return ref.object.sha
        } catch let error as GitHubError where error.code == .notFound {
            return nil
        }
    }

    /// `GET /repos/{owner}/{repo}/git/commits/{sha}`.
    public func commit(_ sha: String, in name: RepositoryName) async throws -> GitCommit {
        try await send(.get("/repos/\(name)/git/commits/\(sha, as: "sha")"))
    }

    /// `GET /repos/{owner}/{repo}/git/trees/{sha}?recursive=1`.
    /// - Parameter sha: of a tree or a commit.
    public func tree(_ sha: String, in name: RepositoryName) async throws -> GitTree {
        try await send(.get("/repos/\(name)/git/trees/\(sha, as: "sha")", query: [("recursive", "1")]))
    }

    private struct NewBlob: Encodable {
        let content: String
        let encoding = "base64"
    }

    /// `POST /repos/{owner}/{repo}/git/blobs`.
    /// - Returns: the blob's SHA.
    public func createBlob(_ bytes: Data, in name: RepositoryName) async throws -> String {
        let blob = NewBlob(content: bytes.base64EncodedString())
        let created: Object = try await send(.post("/repos/\(name)/git/blobs", blob))
        return created.sha
    }

    private struct NewTree: Encodable {
        let baseTree: String?
        let tree: [NewTreeEntry]

        enum CodingKeys: String, CodingKey {
            case tree
            case baseTree = "base_tree"
        }
    }

    /// `POST /repos/{owner}/{repo}/git/trees`.
    /// - Parameter base: the tree to change; `nil` begins with nothing.
    /// - Returns: the tree's SHA.
    public func createTree(
        _ entries: [NewTreeEntry], base: String? = nil, in name: RepositoryName
    ) async throws -> String {
        var request = try APIRequest.post("/repos/\(name)/git/trees", NewTree(baseTree: base, tree: entries))
        request.touchesWorkflows = entries.contains { $0.path.isWorkflowFile }
        let created: Object = try await send(request)
        return created.sha
    }

    private struct NewCommit: Encodable {
        let message: String
        let tree: String
        let parents: [String]
        let author: CommitIdentity
        let committer: CommitIdentity
    }

    /// `POST /repos/{owner}/{repo}/git/commits`. Repeated with the same values it gives the same SHA.
    public func createCommit(
        message: String, tree: String, parents: [String], identity: CommitIdentity, in name: RepositoryName
    ) async throws -> String {
        let commit = NewCommit(
            message: message, tree: tree, parents: parents, author: identity, committer: identity)
        let created: Object = try await send(.post("/repos/\(name)/git/commits", commit))
        return created.sha
    }

    private struct NewReference: Encodable {
        let ref: String
        let sha: String
    }

    /// `POST /repos/{owner}/{repo}/git/refs`. Throws `alreadyExists` when there is such a branch.
    public func createBranch(_ branch: String, at sha: String, in name: RepositoryName) async throws {
        let ref = NewReference(ref: "refs/heads/" + branch, sha: sha)
        try await sendIgnoringBody(.post("/repos/\(name)/git/refs", ref))
    }

    private struct ReferenceUpdate: Encodable {
        let sha: String
        let force = false
    }

    /// `PATCH /repos/{owner}/{repo}/git/refs/heads/{branch}`, never forced. Throws `notFastForward` when the branch has
    /// commits that `sha` does not.
    public func updateBranch(_ branch: String, to sha: String, in name: RepositoryName) async throws {
        try await sendIgnoringBody(
            .patch("/repos/\(name)/git/refs/heads/\(path: branch, as: "branch")", ReferenceUpdate(sha: sha)))
    }
}
