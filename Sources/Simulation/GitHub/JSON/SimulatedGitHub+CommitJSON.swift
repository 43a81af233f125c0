import Foundation

extension SimulatedGitHub {
    private func json(_ signature: GitSignature) -> JSONValue {
        ["name": .string(signature.name), "email": .string(signature.email), "date": GitHubTime.json(signature.date)]
    }

    private static let unverified: JSONValue = [
        "verified": false, "reason": "unsigned", "signature": nil, "payload": nil, "verified_at": nil,
    ]

    /// A commit as the Git Data API shows it.
    func gitCommitJSON(_ id: String, _ commit: GitCommit, in repository: Repository) -> JSONValue {
        let url = "\(apiURL)/repos/\(repository.fullName)/git"
        let page = "\(baseURL)/\(repository.fullName)/commit"
        return [
            "sha": .string(id), "node_id": .string(Data("C_\(id)".utf8).base64EncodedString()),
            "url": .string("\(url)/commits/\(id)"), "html_url": .string("\(page)/\(id)"),
            "author": json(commit.author), "committer": json(commit.committer), "message": .string(commit.message),
            "tree": ["sha": .string(commit.tree), "url": .string("\(url)/trees/\(commit.tree)")],
            "parents": .array(
                commit.parents.map {
                    [
                        "sha": .string($0), "url": .string("\(url)/commits/\($0)"),
                        "html_url": .string("\(page)/\($0)"),
                    ]
                }), "verification": Self.unverified,
        ]
    }

    /// A commit as the Commits API shows it; `files` for a single one.
    func commitJSON(_ id: String, in repository: Repository, withFiles: Bool = false) -> JSONValue {
        guard let commit = repository.git.commit(id) else { return nil }
        let url = "\(apiURL)/repos/\(repository.fullName)"
        var object: JSONValue = [
            "sha": .string(id), "node_id": .string(Data("C_\(id)".utf8).base64EncodedString()),
            "url": .string("\(url)/commits/\(id)"),
            "html_url": .string("\(baseURL)/\(repository.fullName)/commit/\(id)"),
            "comments_url": .string("\(url)/commits/\(id)/comments"), "author": nil, "committer": nil,
            "parents": .array(
                commit.parents.map { ["sha": .string($0), "url": .string("\(url)/commits/\($0)")] }),
            "commit": [
                "author": json(commit.author), "committer": json(commit.committer),
                "message": .string(commit.message), "comment_count": 0, "verification": Self.unverified,
                "url": .string("\(url)/git/commits/\(id)"),
                "tree": ["sha": .string(commit.tree), "url": .string("\(url)/git/trees/\(commit.tree)")],
            ],
        ]
        guard withFiles else { return object }
        let changes = changes(of: commit, in: repository)
        object["stats"] = ["additions": 0, "deletions": 0, "total": 0]
        object["files"] = .array(fileJSON(changes, of: commit, in: repository))
        return object
    }

    private func fileJSON(_ changes: Changes, of commit: GitCommit, in repository: Repository) -> [JSONValue] {
        let entries = repository.git.files(inTree: commit.tree)
        let listed =
            changes.added.map { ($0, "added") } + changes.modified.map { ($0, "modified") }
            + changes.removed.map { ($0, "removed") }
        return listed.sorted { $0.0 < $1.0 }.map { path, status in
            [
                "sha": .text(entries[path]?.id), "filename": .string(path),
                "status": .string(status), "additions": 0, "deletions": 0, "changes": 0,
            ]
        }
    }

    /// The paths a commit touched, against its first parent.
    struct Changes {
        var added: [String] = []
        var removed: [String] = []
        var modified: [String] = []
    }

    func changes(of commit: GitCommit, in repository: Repository) -> Changes {
        let new = repository.git.files(inTree: commit.tree)
        let parent = commit.parents.first.flatMap { repository.git.commit($0)?.tree }
        return changes(from: parent.map { repository.git.files(inTree: $0) } ?? [:], to: new)
    }

    func changes(from old: [String: GitFileEntry], to new: [String: GitFileEntry]) -> Changes {
        Changes(
            added: new.keys.filter { old[$0] == nil }.sorted(),
            removed: old.keys.filter { new[$0] == nil }.sorted(),
            modified: new.keys.filter { old[$0] != nil && old[$0] != new[$0] }.sorted())
    }

    /// A commit as in `push` payloads.
    func pushCommitJSON(_ id: String, in repository: Repository) -> JSONValue {
        guard let commit = repository.git.commit(id) else { return nil }
        let changes = changes(of: commit, in: repository)
        func person(_ signature: GitSignature) -> JSONValue {
            [
                "name": .string(signature.name), "email": .string(signature.email),
                "username": .string(signature.name), "date": GitHubTime.json(signature.date),
            ]
        }
        return [
            "id": .string(id), "tree_id": .string(commit.tree), "distinct": true, "message": .string(commit.message),
            "timestamp": GitHubTime.json(commit.committer.date),
            "url": .string("\(baseURL)/\(repository.fullName)/commit/\(id)"), "author": person(commit.author),
            "committer": person(commit.committer), "added": .array(changes.added.map { .string($0) }),
            "removed": .array(changes.removed.map { .string($0) }),
            "modified": .array(changes.modified.map { .string($0) }),
        ]
    }
}
