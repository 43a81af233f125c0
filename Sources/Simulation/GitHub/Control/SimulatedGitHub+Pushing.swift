import Foundation

extension SimulatedGitHub {
    /// Who pushes.
    public enum Pusher: Sendable, Hashable {
        case person(String)
        /// A workflow with its `GITHUB_TOKEN`: such a push starts no workflow.
        case actions

        var login: String {
            switch self {
            case .person(let login): login
            case .actions: "github-actions[bot]"
            }
        }

        /// The word for the ledger of effects.
        var word: String { self == .actions ? "actions" : "control" }
    }

    /// Commits on top of a branch and pushes. An absent branch begins at the default branch, or at nothing if that is
    /// absent too.
    /// - Returns: the SHA of the commit.
    @discardableResult
    public func push(
        to fullName: String, branch: String? = nil, files: [String: GitFile] = [:], deleting: [String] = [],
        message: String = "Change", author: GitSignature? = nil, by pusher: Pusher = .person("ada"),
        build plan: BuildPlan? = nil
    ) throws -> String {
        let repository = try repository(fullName)
        let branch = branch ?? repository.defaultBranch
        let ref = "refs/heads/\(branch)"
        let parent = repository.git.refs[ref] ?? repository.git.refs["refs/heads/\(repository.defaultBranch)"]
        let commit = addCommit(
            to: repository, on: parent, files: files, deleting: deleting, message: message,
            author: author ?? signature(of: pusher), by: pusher.word)
        repository.plansByCommit[commit] = plan ?? repository.plansByCommit[commit]
        move(ref, of: repository, to: commit, isForced: false, as: pusher.login, word: pusher.word)
        return commit
    }

    /// Replaces the history of a branch by one commit on top of `parent` (or of nothing).
    @discardableResult
    public func forcePush(
        to fullName: String, branch: String? = nil, onto parent: String? = nil, files: [String: GitFile],
        message: String = "Start over", author: GitSignature? = nil
    ) throws -> String {
        let repository = try repository(fullName)
        let pusher = Pusher.person("ada")
        let commit = addCommit(
            to: repository, on: parent, files: files, deleting: [], message: message,
            author: author ?? signature(of: pusher), by: pusher.word)
        let ref = "refs/heads/\(branch ?? repository.defaultBranch)"
        move(ref, of: repository, to: commit, isForced: true, as: pusher.login, word: pusher.word)
        return commit
    }

    /// Creates a branch at a commit (or at the head of the default branch).
    public func createBranch(_ branch: String, in fullName: String, at commit: String? = nil) throws {
        try createRef("refs/heads/\(branch)", in: fullName, at: commit)
    }

    public func createTag(_ tag: String, in fullName: String, at commit: String? = nil) throws {
        try createRef("refs/tags/\(tag)", in: fullName, at: commit)
    }

    public func deleteBranch(_ branch: String, in fullName: String) throws {
        try deleteRef("refs/heads/\(branch)", in: fullName)
    }

    public func deleteTag(_ tag: String, in fullName: String) throws {
        try deleteRef("refs/tags/\(tag)", in: fullName)
    }

    private func createRef(_ ref: String, in fullName: String, at commit: String?) throws {
        let repository = try repository(fullName)
        guard let target = repository.git.resolve(commit ?? repository.defaultBranch) else {
            throw ControlError(description: "\(fullName) has no commit \(commit ?? repository.defaultBranch)")
        }
        move(ref, of: repository, to: target, isForced: false, as: "ada", word: "control")
    }

    private func deleteRef(_ ref: String, in fullName: String) throws {
        let repository = try repository(fullName)
        guard repository.git.refs[ref] != nil else { throw ControlError(description: "\(fullName) has no \(ref)") }
        move(ref, of: repository, to: nil, isForced: false, as: "ada", word: "control")
    }

    private func signature(of pusher: Pusher) -> GitSignature {
        GitSignature(name: pusher.login, email: "\(pusher.login)@users.noreply.github.com", date: now)
    }

    /// Writes blobs, trees and a commit; the objects only, no ref.
    func addCommit(
        to repository: Repository, on parent: String?, files: [String: GitFile], deleting: [String], message: String,
        author: GitSignature, committer: GitSignature? = nil, by word: String
    ) -> String {
        let base = parent.flatMap { repository.git.commit($0)?.tree }
        var entries = base.map { repository.git.files(inTree: $0) } ?? [:]
        for path in deleting { entries[path] = nil }
        for (path, file) in files {
            let blob = repository.git.add(GitObject(kind: .blob, bytes: file.content)).id
            entries[path] = GitFileEntry(mode: file.mode, id: blob)
        }
        let commit = GitCommit(
            tree: repository.git.writeTree(entries), parents: parent.map { [$0] } ?? [], author: author,
            committer: committer ?? author, message: message)
        let (id, isNew) = repository.git.add(commit.object)
        if isNew { record(.commitCreated, repository, id, by: word) }
        return id
    }

    /// Sets, moves or deletes a ref, tells the hooks and starts workflows.
    func move(
        _ ref: String, of repository: Repository, to new: String?, isForced: Bool, as login: String, word: String
    ) {
        let old = repository.git.refs[ref]
        guard old != new else { return }
        let before = repository.git
        repository.git.refs[ref] = new
        repository.pushedAt = now
        record(new == nil ? .refDeleted : old == nil ? .refCreated : .refUpdated, repository, ref, by: word)
        emitPush(ref, of: repository, from: old, to: new, isForced: isForced, known: before, as: login)
        if let new, ref.hasPrefix("refs/heads/"), word != "actions" {
            startBuild(of: new, on: String(ref.dropFirst("refs/heads/".count)), in: repository, as: login)
        }
    }
}
