/// A workflow run was requested, started or ended.
public struct WorkflowRunEvent: Sendable, Hashable, Codable {
    public let run: WorkflowRun
    /// The repository the run belongs to; compare its id with `run.headRepositoryID`.
    public let repository: Repository
    public let sender: Account?
    public let installationID: Int64?

    public init(run: WorkflowRun, repository: Repository, sender: Account? = nil, installationID: Int64? = nil) {
        self.run = run
        self.repository = repository
        self.sender = sender
        self.installationID = installationID
    }

    enum CodingKeys: String, CodingKey {
        case repository, sender, installation
        case run = "workflow_run"
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        run = try values.decode(WorkflowRun.self, forKey: .run)
        repository = try values.decode(Repository.self, forKey: .repository)
        sender = try values.decodeIfPresent(Account.self, forKey: .sender)
        installationID = try values.decodeIfPresent(InstallationID.self, forKey: .installation)?.id
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(run, forKey: .run)
        try values.encode(repository, forKey: .repository)
        try values.encodeIfPresent(sender, forKey: .sender)
        try values.encodeIfPresent(installationID.map(InstallationID.init), forKey: .installation)
    }
}
