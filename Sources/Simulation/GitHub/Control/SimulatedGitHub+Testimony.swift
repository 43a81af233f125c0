import Foundation

extension SimulatedGitHub {
    /// What a repository holds, or held when it was deleted.
    public struct RepositorySnapshot: Sendable {
        /// A commit of the default branch.
        public struct Commit: Sendable, Hashable {
            public let sha: String
            public let message: String
            public let author: String
        }

        public let id: Int
        public let fullName: String
        public let isDeleted: Bool
        public let isArchived: Bool
        public let isPrivate: Bool
        public let defaultBranch: String
        /// The default branch, newest first.
        public let history: [Commit]
        public let comments: [CommitComment]
        public let statuses: [CommitStatus]
        public let deployments: [Deployment]
        public let builds: [Build]
    }

    /// Every repository there is or was, by number.
    public func everyRepository() -> [RepositorySnapshot] {
        let known = repositories.values.map { snapshot(of: $0, isDeleted: false) }
        let gone = deletedRepositories.map { snapshot(of: $0, isDeleted: true) }
        return (known + gone).sorted { $0.id < $1.id }
    }

    private func snapshot(of repository: Repository, isDeleted: Bool) -> RepositorySnapshot {
        let head = repository.git.refs["refs/heads/\(repository.defaultBranch)"]
        let history = head.map(repository.git.history) ?? []
        return RepositorySnapshot(
            id: repository.id, fullName: repository.fullName, isDeleted: isDeleted, isArchived: repository.isArchived,
            isPrivate: repository.isPrivate, defaultBranch: repository.defaultBranch,
            history: history.compactMap { sha in
                repository.git.commit(sha).map { .init(sha: sha, message: $0.message, author: $0.author.name) }
            },
            comments: repository.comments, statuses: repository.statuses, deployments: repository.deployments,
            builds: repository.builds)
    }

    // MARK: Tokens

    /// Every token that was ever issued, of any kind, whether it still works or not.
    public var everyToken: [String] { Array(issued.keys) }

    /// Makes all tokens of installations worthless at once, as an owner who withdraws them.
    public func revokeInstallationTokens() {
        grants = grants.filter { !$0.value.isOfInstallation }
    }

    /// Lets all tokens of installations expire now.
    public func expireInstallationTokens() {
        for (token, grant) in grants where grant.isOfInstallation { grants[token] = grant.expiring(at: now) }
    }

    func issue(_ grant: TokenGrant) {
        grants[grant.token] = grant
        issued[grant.token] = Caller.token(grant).limitKey
    }
}

extension TokenGrant {
    fileprivate var isOfInstallation: Bool {
        if case .installation = kind { true } else { false }
    }

    fileprivate func expiring(at date: Date) -> TokenGrant {
        TokenGrant(
            token: token, kind: kind, login: login, repositoryIDs: repositoryIDs, ownerIDs: ownerIDs,
            permissions: permissions, expiresAt: date)
    }
}
