import Foundation

extension SimulatedGitHub {
    private static let noCommit = String(repeating: "0", count: 40)
    /// GitHub lists no more commits than this in one payload.
    private static let listedCommits = 2048

    /// A `push` event for a ref that was created, moved or deleted.
    /// - Parameter known: the repository before, to tell which commits are new.
    func emitPush(
        _ ref: String, of repository: Repository, from old: String?, to new: String?, isForced: Bool, known: GitStore,
        as login: String
    ) {
        let short = { (id: String?) in String((id ?? Self.noCommit).prefix(12)) }
        var members: JSONValue = [
            "ref": .string(ref), "before": .string(old ?? Self.noCommit), "after": .string(new ?? Self.noCommit),
            "created": .bool(old == nil), "deleted": .bool(new == nil), "forced": .bool(isForced), "base_ref": nil,
            "compare": .string("\(baseURL)/\(repository.fullName)/compare/\(short(old))...\(short(new))"),
            "commits": .array(newCommits(to: new, in: repository, known: known)),
            "head_commit": new.map { pushCommitJSON($0, in: repository) } ?? .null,
            "pusher": ["name": .string(login), "email": .string("\(login)@users.noreply.github.com")],
        ]
        members["repository"] = pushJSON(repository)
        emit("push", action: nil, repository, members, as: login)
    }

    /// The commits no ref led to before, oldest first.
    private func newCommits(to new: String?, in repository: Repository, known: GitStore) -> [JSONValue] {
        guard let new else { return [] }
        let old = Set(known.refs.values.flatMap(known.history))
        let fresh = repository.git.history(from: new).filter { !old.contains($0) }
        return fresh.prefix(Self.listedCommits).reversed().map { pushCommitJSON($0, in: repository) }
    }
}
