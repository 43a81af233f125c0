import Foundation

extension SimulatedGitHub {
    func listCommits(_ request: APIRequest) throws(APIFailure) -> APIAnswer {
        let repository = try repository(request)
        guard !repository.git.isEmpty else { throw .emptyRepository }
        guard let start = repository.git.resolve(request.query["sha"] ?? repository.defaultBranch) else {
            throw .notFound
        }
        var ids = repository.git.history(from: start)
        if let path = request.query["path"] { ids = ids.filter { touches($0, path, in: repository) } }
        return page(ids.map { commitJSON($0, in: repository) }, request)
    }

    private func touches(_ id: String, _ path: String, in repository: Repository) -> Bool {
        guard let commit = repository.git.commit(id) else { return false }
        let changes = changes(of: commit, in: repository)
        return (changes.added + changes.modified + changes.removed).contains { $0 == path || $0.hasPrefix(path + "/") }
    }

    func showCommit(_ request: APIRequest) throws(APIFailure) -> APIAnswer {
        let repository = try repository(request)
        guard !repository.git.isEmpty else { throw .emptyRepository }
        guard let id = repository.git.resolve(request["ref"]) else {
            throw .unprocessable("No commit found for SHA: \(request["ref"])")
        }
        return APIAnswer(commitJSON(id, in: repository, withFiles: true))
    }

    /// Two commits, branches or tags, `base...head`.
    func compare(_ request: APIRequest) throws(APIFailure) -> APIAnswer {
        let repository = try repository(request)
        guard let dots = request["basehead"].range(of: "...") else { throw .notFound }
        let base = String(request["basehead"][..<dots.lowerBound])
        let head = String(request["basehead"][dots.upperBound...])
        guard let from = repository.git.resolve(base), let to = repository.git.resolve(head) else { throw .notFound }
        let before = Set(repository.git.history(from: from))
        let after = repository.git.history(from: to)
        let ahead = after.filter { !before.contains($0) }
        let behind = before.subtracting(after).count
        let status = from == to ? "identical" : behind == 0 ? "ahead" : ahead.isEmpty ? "behind" : "diverged"
        let merge = after.first { before.contains($0) } ?? from
        return APIAnswer([
            "url": .string("\(apiURL)/repos/\(repository.fullName)/compare/\(base)...\(head)"),
            "html_url": .string("\(baseURL)/\(repository.fullName)/compare/\(base)...\(head)"),
            "base_commit": commitJSON(from, in: repository), "merge_base_commit": commitJSON(merge, in: repository),
            "status": .string(status), "ahead_by": .int(ahead.count), "behind_by": .int(behind),
            "total_commits": .int(ahead.count),
            "commits": .array(ahead.reversed().map { commitJSON($0, in: repository) }),
            "files": .array(comparedFiles(from: merge, to: to, in: repository)),
        ])
    }

    private func comparedFiles(from base: String, to head: String, in repository: Repository) -> [JSONValue] {
        guard let old = repository.git.commit(base)?.tree, let new = repository.git.commit(head)?.tree else {
            return []
        }
        let changes = changes(
            from: repository.git.files(inTree: old), to: repository.git.files(inTree: new))
        let listed =
            changes.added.map { ($0, "added") } + changes.modified.map { ($0, "modified") }
            + changes.removed.map { ($0, "removed") }
        return listed.sorted { $0.0 < $1.0 }.map { ["filename": .string($0), "status": .string($1)] }
    }
}
