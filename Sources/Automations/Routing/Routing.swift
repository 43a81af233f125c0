import GitHubAPI

/// Which automation an event calls for. Pure: the same event, project and rules always give the same answer.
public struct Routing: Sendable {
    public let gitHubHost: String
    public let rules: [ProjectRule]
    public let buildWorkflow: String

    public init(gitHubHost: String, rules: [ProjectRule], buildWorkflow: String) {
        self.gitHubHost = gitHubHost
        self.rules = rules
        self.buildWorkflow = buildWorkflow
    }

    public init(_ settings: Settings) {
        self.init(gitHubHost: settings.gitHubHost, rules: settings.rules, buildWorkflow: settings.buildWorkflow)
    }

    /// The repository whose project the caller must look up before it asks for a decision; `nil` where none matters.
    public static func repository(of event: Event) -> Int64? {
        switch event {
        case .repositoryCreated(let event), .repositoryDeleted(let event), .repositoryArchived(let event),
            .repositoryUnarchived(let event), .defaultBranchChanged(let event, _), .repositoryRenamed(let event, _),
            .repositoryTransferred(let event, _), .repositoryPublicized(let event), .repositoryPrivatized(let event),
            .topicsChanged(let event):
            event.repository.id
        case .push(let event): event.repository.id
        case .workflowRunRequested(let event), .workflowRunInProgress(let event), .workflowRunCompleted(let event, _):
            event.repository.id
        case .installationCreated, .installationDeleted, .installationSuspended, .installationUnsuspended,
            .installationPermissionsAccepted, .repositoriesAdded, .repositoriesRemoved, .ping, .other:
            nil
        }
    }

    /// - Parameter project: the project of ``repository(of:)``, `nil` if there is none.
    public func decide(_ event: Event, project: KnownProject?) -> RoutingDecision {
        switch event {
        case .repositoryCreated(let event): setUp(event.repository, installation: event.installationID)
        case .push(let event): push(event, project)
        case .workflowRunRequested(let event): build(event, phase: "requested", project)
        case .workflowRunInProgress(let event): build(event, phase: "in_progress", project)
        case .workflowRunCompleted(let event, let conclusion): completed(event, conclusion, project)
        case .repositoryDeleted, .repositoryArchived, .repositoryUnarchived, .defaultBranchChanged,
            .repositoryRenamed, .repositoryTransferred, .repositoryPublicized, .repositoryPrivatized, .topicsChanged:
            update(event, project)
        case .installationCreated(let event):
            setUp(event.repositories, installation: event.installation.id)
        case .repositoriesAdded(let event):
            setUp(event.added, installation: event.installation.id)
        case .installationUnsuspended, .installationPermissionsAccepted:
            .ignore("runs that wait for GitHub try again by themselves")
        case .installationDeleted, .installationSuspended, .repositoriesRemoved:
            .ignore("Slipway lost access; what runs in the cluster is left as it is")
        case .ping: .ignore("a ping: the webhook works")
        case .other(let name, let action):
            .ignore("\(action.map { "\(name).\($0)" } ?? name) is not acted on")
        }
    }

    func id(of repository: Int64) -> ProjectID {
        ProjectID(gitHubHost: gitHubHost, repository: repository)
    }
}
