import GitHubAPI
import RunEngine
import Storage

extension ProjectIdentity {
    /// What the record says; `nil` if its id is no project id.
    public init?(_ record: ProjectRecord) {
        guard let id = ProjectID(record.id) else { return nil }
        self.init(
            id: id, owner: record.owner, ownerID: record.ownerID, name: record.name, branch: record.branch,
            image: record.image, template: record.template, topics: record.topics)
    }

    /// Whether the repository was moved, or tracks another branch, since this was read.
    func isBefore(_ record: ProjectRecord) -> Bool {
        (owner, ownerID, name, branch) != (record.owner, record.ownerID, record.name, record.branch)
    }

    /// Owner and name as GitHub's API takes them.
    /// - Throws: ``UserError`` if the record holds what GitHub cannot have.
    func repositoryName() throws -> RepositoryName {
        guard let name = RepositoryName(owner: owner, name: name) else {
            throw UserError(
                what: "\(fullName) cannot be the name of a repository on GitHub.",
                whatToDo: "Replay the delivery that named it.", code: "project.name")
        }
        return name
    }
}

extension RunContext {
    /// The run's project as it is recorded now; `nil` before it was registered.
    func projectRecord() async throws -> ProjectRecord? {
        let id = project
        return try await read { try $0.projects.find(id) }
    }

    /// The run's project, which must be there.
    func identity() async throws -> ProjectIdentity {
        guard let record = try await projectRecord(), let identity = ProjectIdentity(record) else {
            throw UserError(
                what: "The project \(project) is not known.", whatToDo: "Replay the delivery that created it.",
                code: "project.unknown")
        }
        return identity
    }
}
