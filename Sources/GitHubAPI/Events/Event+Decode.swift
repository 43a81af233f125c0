import Foundation

extension Event {
    /// The events whose bodies are decoded; subscribe to these.
    public static let knownNames = [
        "ping", "push", "repository", "workflow_run", "installation", "installation_repositories",
    ]

    /// What a webhook must be subscribed to. GitHub sends pings and an App's installation events by itself.
    public static let subscriptions = knownNames.filter { $0 != "ping" && !$0.hasPrefix("installation") }

    /// Decodes a body under the name of its `X-GitHub-Event` header.
    ///
    /// Names Slipway does not know, and unknown actions of names it knows, are ``other(name:action:)``. A known name
    /// over a body of another shape is an error.
    public static func decode(name: String, body: some DataProtocol) throws(EventError) -> Event {
        let body = Data(body)
        guard !BodyWeight.isTooHeavy(body) else { throw .tooManyValues }
        let shape: BodyShape
        do {
            shape = try JSONDecoder().decode(BodyShape.self, from: body)
        } catch {
            throw .notJSON
        }
        guard knownNames.contains(name) else { return .other(name: name, action: shape.action) }
        try shape.require(name)
        do {
            return try decode(name: name, action: shape.action, body: body) ?? .other(name: name, action: shape.action)
        } catch let error as DecodingError {
            throw EventError(name: name, error)
        } catch {
            throw .notJSON
        }
    }

    private static func decode(name: String, action: String?, body: Data) throws -> Event? {
        switch name {
        case "ping": .ping(try JSONDecoder().decode(PingEvent.self, from: body))
        case "push": .push(try JSONDecoder().decode(PushEvent.self, from: body))
        case "repository": try repository(action: action, body: body)
        case "workflow_run": try workflowRun(action: action, body: body)
        case "installation": try installation(action: action, body: body)
        case "installation_repositories": try installationRepositories(action: action, body: body)
        default: nil
        }
    }

    private static func repository(action: String?, body: Data) throws -> Event? {
        func event() throws -> RepositoryEvent { try JSONDecoder().decode(RepositoryEvent.self, from: body) }
        func changes() throws -> RepositoryChanges? {
            try JSONDecoder().decode(RepositoryChanges.Body.self, from: body).changes
        }
        switch action {
        case "created": return .repositoryCreated(try event())
        case "deleted": return .repositoryDeleted(try event())
        case "archived": return .repositoryArchived(try event())
        case "unarchived": return .repositoryUnarchived(try event())
        case "publicized": return .repositoryPublicized(try event())
        case "privatized": return .repositoryPrivatized(try event())
        case "renamed": return .repositoryRenamed(try event(), from: try changes()?.formerName ?? "")
        case "transferred": return .repositoryTransferred(try event(), from: try changes()?.formerOwner)
        case "edited":
            let changed = try changes()
            if let former = changed?.formerDefaultBranch { return .defaultBranchChanged(try event(), from: former) }
            return changed?.hasOtherTopics == true ? .topicsChanged(try event()) : nil
        default: return nil
        }
    }

    private static func workflowRun(action: String?, body: Data) throws -> Event? {
        func event() throws -> WorkflowRunEvent { try JSONDecoder().decode(WorkflowRunEvent.self, from: body) }
        switch action {
        case "requested": return .workflowRunRequested(try event())
        case "in_progress": return .workflowRunInProgress(try event())
        case "completed":
            let event = try event()
            return .workflowRunCompleted(event, event.run.conclusion ?? .other("unknown"))
        default: return nil
        }
    }

    private static func installation(action: String?, body: Data) throws -> Event? {
        func event() throws -> InstallationEvent { try JSONDecoder().decode(InstallationEvent.self, from: body) }
        switch action {
        case "created": return .installationCreated(try event())
        case "deleted": return .installationDeleted(try event())
        case "suspend": return .installationSuspended(try event())
        case "unsuspend": return .installationUnsuspended(try event())
        case "new_permissions_accepted": return .installationPermissionsAccepted(try event())
        default: return nil
        }
    }

    private static func installationRepositories(action: String?, body: Data) throws -> Event? {
        func event() throws -> InstallationRepositoriesEvent {
            try JSONDecoder().decode(InstallationRepositoriesEvent.self, from: body)
        }
        switch action {
        case "added": return .repositoriesAdded(try event())
        case "removed": return .repositoriesRemoved(try event())
        default: return nil
        }
    }
}
