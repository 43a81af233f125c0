import Foundation

extension SimulatedGitHub {
    /// The commit a branch, a tag or a (short) SHA means; `nil` if there is none.
    public func commit(_ name: String? = nil, in fullName: String) throws -> String? {
        let repository = try repository(fullName)
        return repository.git.resolve(name ?? repository.defaultBranch)
    }

    /// The files of a commit, a branch or a tag; none in an empty repository.
    public func files(of fullName: String, at name: String? = nil) throws -> [String: GitFile] {
        let repository = try repository(fullName)
        guard let id = repository.git.resolve(name ?? repository.defaultBranch), let commit = repository.git.commit(id)
        else { return [:] }
        return repository.git.files(inTree: commit.tree).mapValues { entry in
            GitFile(repository.git.objects[entry.id]?.bytes ?? Data(), isExecutable: entry.mode == "100755")
        }
    }

    /// The message of a commit.
    public func message(of commit: String, in fullName: String) throws -> String? {
        try repository(fullName).git.commit(commit)?.message
    }

    /// The commits of a branch, newest first.
    public func history(of fullName: String, branch: String? = nil) throws -> [String] {
        let repository = try repository(fullName)
        return repository.git.resolve(branch ?? repository.defaultBranch).map(repository.git.history) ?? []
    }

    /// Branch names with their commits.
    public func branches(of fullName: String) throws -> [String: String] {
        let heads = try repository(fullName).git.refs.filter { $0.key.hasPrefix("refs/heads/") }
        return Dictionary(uniqueKeysWithValues: heads.map { (String($0.key.dropFirst("refs/heads/".count)), $0.value) })
    }

    /// The comments on a commit (on all, without one), oldest first.
    public func comments(in fullName: String, on commit: String? = nil) throws -> [CommitComment] {
        try repository(fullName).comments.filter { commit == nil || $0.commit == commit }
    }

    /// The statuses of a commit, oldest first.
    public func statuses(in fullName: String, on commit: String? = nil) throws -> [CommitStatus] {
        try repository(fullName).statuses.filter { commit == nil || $0.commit == commit }
    }

    /// The latest status in a context.
    public func status(_ context: String, in fullName: String, on commit: String) throws -> CommitStatus? {
        try statuses(in: fullName, on: commit).last { $0.context == context }
    }

    public func deployments(in fullName: String, on commit: String? = nil) throws -> [Deployment] {
        try repository(fullName).deployments.filter { commit == nil || $0.commit == commit }
    }

    public func builds(in fullName: String, of commit: String? = nil) throws -> [Build] {
        try repository(fullName).builds.filter { commit == nil || $0.commit == commit }
    }
}
