import Foundation

extension SimulatedGitHub {
    private struct CommentInput: Decodable { let body: String }

    /// The longest body GitHub takes.
    private static let longestBody = 65536

    private func commentBody(_ request: APIRequest) throws(APIFailure) -> String {
        let body = try request.decode(CommentInput.self).body
        guard !body.isEmpty else { throw .invalid("CommitComment", "body", code: "missing_field") }
        guard body.count <= Self.longestBody else {
            throw .invalid(
                "CommitComment", "body", code: "custom",
                message: "body is too long (maximum is \(Self.longestBody) characters)")
        }
        return body
    }

    func createComment(_ request: APIRequest) throws(APIFailure) -> APIAnswer {
        let repository = try repository(request)
        guard let commit = repository.git.resolve(request["sha"]) else {
            throw .unprocessable("No commit found for SHA: \(request["sha"])")
        }
        let comment = CommitComment(
            id: newID() + 150_000_000, commit: commit, author: login(request), body: try commentBody(request),
            createdAt: now, updatedAt: now, edits: 0)
        repository.comments.append(comment)
        record(.commentCreated, repository, commit, by: request.caller.word)
        return APIAnswer(json(comment, in: repository), status: 201)
    }

    func listCommitComments(_ request: APIRequest) throws(APIFailure) -> APIAnswer {
        let repository = try repository(request)
        guard let commit = repository.git.resolve(request["sha"]) else { throw .notFound }
        let comments = repository.comments.filter { $0.commit == commit }
        return page(comments.map { json($0, in: repository) }, request)
    }

    func listComments(_ request: APIRequest) throws(APIFailure) -> APIAnswer {
        let repository = try repository(request)
        return page(repository.comments.map { json($0, in: repository) }, request)
    }

    private func commentIndex(_ request: APIRequest, _ repository: Repository) throws(APIFailure) -> Int {
        guard let index = repository.comments.firstIndex(where: { String($0.id) == request["id"] }) else {
            throw .notFound
        }
        return index
    }

    func showComment(_ request: APIRequest) throws(APIFailure) -> APIAnswer {
        let repository = try repository(request)
        return APIAnswer(json(repository.comments[try commentIndex(request, repository)], in: repository))
    }

    func updateComment(_ request: APIRequest) throws(APIFailure) -> APIAnswer {
        let repository = try repository(request)
        let index = try commentIndex(request, repository)
        repository.comments[index].body = try commentBody(request)
        repository.comments[index].updatedAt = now
        repository.comments[index].edits += 1
        record(.commentUpdated, repository, repository.comments[index].commit, by: request.caller.word)
        return APIAnswer(json(repository.comments[index], in: repository))
    }

    func deleteComment(_ request: APIRequest) throws(APIFailure) -> APIAnswer {
        let repository = try repository(request)
        let comment = repository.comments.remove(at: try commentIndex(request, repository))
        record(.commentDeleted, repository, comment.commit, by: request.caller.word)
        return .noContent
    }
}
