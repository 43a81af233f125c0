import Foundation

extension SimulatedGitHub {
    /// What identifies a repository.
    public struct RepositoryInfo: Sendable, Hashable {
        public let id: Int
        public let fullName: String
        public let cloneURL: String
        public let defaultBranch: String
        public let isPrivate: Bool
        public let isArchived: Bool
    }

    /// Creates a repository as a person would in the browser; its owner too, if there is none yet.
    @discardableResult
    public func createRepository(_ fullName: String, _ options: NewRepository = .empty) throws -> RepositoryInfo {
        let parts = fullName.split(separator: "/").map(String.init)
        guard parts.count == 2 else { throw ControlError(description: "\(fullName) is not OWNER/NAME") }
        if let id = repositoryNames[fullName.lowercased()], repositories[id]?.fullName == fullName {
            throw ControlError(description: "there is already a repository \(fullName)")
        }
        let owner = createAccount(parts[0], isUser: options.ownerIsUser)
        let parent = try options.forkOf.map { try self.repository($0) }
        let repository = Repository(
            id: newID() + 700_000_000, owner: owner, name: parts[1], options: options, parentID: parent?.id, now: now)
        repositories[repository.id] = repository
        repositoryNames[fullName.lowercased()] = repository.id
        if let parent { repository.git = parent.git }
        record(.repositoryCreated, repository, repository.fullName, by: "control")
        if options.isAnnounced { announceCreation(repository) }
        if !options.files.isEmpty {
            try push(to: fullName, files: options.files, message: "Initial commit")
        }
        return info(repository)
    }

    /// An organisation hears `repository.created`; a personal account has no such event for Apps, only the growing
    /// installation.
    private func announceCreation(_ repository: Repository) {
        if repository.owner.kind == .organization {
            emit("repository", action: "created", repository)
        } else {
            emitInstallationRepositories(added: [repository])
        }
    }

    public func info(_ fullName: String) throws -> RepositoryInfo { info(try repository(fullName)) }

    func info(_ repository: Repository) -> RepositoryInfo {
        RepositoryInfo(
            id: repository.id, fullName: repository.fullName, cloneURL: "\(baseURL)/\(repository.fullName).git",
            defaultBranch: repository.defaultBranch, isPrivate: repository.isPrivate, isArchived: repository.isArchived)
    }

    /// The full names of all repositories.
    public var repositoryFullNames: [String] { repositories.values.map(\.fullName).sorted() }

    func repository(_ fullName: String) throws -> Repository {
        guard let id = repositoryNames[fullName.lowercased()], let repository = repositories[id] else {
            throw ControlError(description: "there is no repository \(fullName)")
        }
        return repository
    }

    /// Gives it another name. The old one keeps leading to it.
    public func rename(_ fullName: String, to name: String) throws {
        let repository = try repository(fullName)
        let old = repository.name
        repository.name = name
        repositoryNames[repository.fullName.lowercased()] = repository.id
        emit("repository", action: "renamed", repository, ["changes": ["repository": ["name": ["from": .string(old)]]]])
    }

    /// Gives it to another owner.
    public func transfer(_ fullName: String, to owner: String) throws {
        let repository = try repository(fullName)
        let old = repository.owner
        repository.owner = createAccount(owner)
        repositoryNames[repository.fullName.lowercased()] = repository.id
        let from: JSONValue = old.kind == .organization ? ["organization": json(old)] : ["user": json(old)]
        emit("repository", action: "transferred", repository, ["changes": ["owner": ["from": from]]])
    }

    public func setArchived(_ fullName: String, _ isArchived: Bool) throws {
        let repository = try repository(fullName)
        repository.isArchived = isArchived
        emit("repository", action: isArchived ? "archived" : "unarchived", repository)
    }

    public func setPrivate(_ fullName: String, _ isPrivate: Bool) throws {
        let repository = try repository(fullName)
        repository.isPrivate = isPrivate
        emit("repository", action: isPrivate ? "privatized" : "publicized", repository)
    }

    public func setTopics(_ fullName: String, _ topics: [String]) throws {
        let repository = try repository(fullName)
        let old = repository.topics
        repository.topics = topics
        emit(
            "repository", action: "edited", repository,
            ["changes": ["topics": ["from": .array(old.map { .string($0) })]]])
    }

    public func setDefaultBranch(_ fullName: String, _ branch: String) throws {
        let repository = try repository(fullName)
        let old = repository.defaultBranch
        repository.defaultBranch = branch
        emit("repository", action: "edited", repository, ["changes": ["default_branch": ["from": .string(old)]]])
    }

    public func deleteRepository(_ fullName: String) throws {
        let repository = try repository(fullName)
        let payload = payloadParts(repository)
        let target = deliveryTarget(repository)
        repositories[repository.id] = nil
        deletedRepositories.append(repository)
        repositoryNames = repositoryNames.filter { $0.value != repository.id }
        emit("repository", action: "deleted", parts: payload, target: target)
    }
}
