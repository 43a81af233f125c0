import Foundation
import Storage

/// A project with its environments, as lists show it.
public struct ProjectSummary: Encodable, Sendable {
    public let id: String
    public let repository: String
    public let template: String
    public let branch: String
    public let state: String
    @Nullable public var reason: String?
    /// Since when nothing is put back in the cluster.
    @Nullable public var paused: Date?
    public let created: Date
    public let environments: [EnvironmentReport]

    init(_ project: ProjectRecord, _ environments: [EnvironmentRecord]) {
        id = project.id
        repository = project.fullName
        template = project.template
        branch = project.branch
        state = project.state.rawValue
        created = project.created
        self.environments = environments.map(EnvironmentReport.init)
        _reason = Nullable(wrappedValue: project.reason)
        _paused = Nullable(wrappedValue: project.paused)
    }
}

/// Everything stored about a project.
public struct ProjectReport: Encodable, Sendable {
    public let project: ProjectSummary
    /// How far setting up has come, in percent.
    public let percent: Int
    public let stages: [StageReport]
    public let resources: [ResourceReport]
    /// Sources that are suspended because they keep failing.
    public let rests: [RestReport]
    /// Its way out of the cluster; null for one that stays.
    @Nullable public var archival: ArchivalReport?
    /// Why GitHub does not show the repository to Slipway; null while it does.
    @Nullable public var unseen: String?
    /// The last runs, newest first.
    public let runs: [RunReport]
}

public struct EnvironmentReport: Encodable, Sendable {
    public let name: String
    public let namespace: String
    public let state: String
    @Nullable public var message: String?
    @Nullable public var imageTag: String?
    @Nullable public var desiredImageTag: String?
    @Nullable public var address: String?
    /// Since when its namespace says that nothing is put back in it.
    @Nullable public var paused: Date?
    /// What is the matter, if something is.
    @Nullable public var trouble: TroubleReport?
    public let updated: Date

    init(_ environment: EnvironmentRecord) {
        name = environment.name.rawValue
        namespace = environment.namespace
        state = environment.state.rawValue
        updated = environment.updated
        _message = Nullable(wrappedValue: environment.message)
        _imageTag = Nullable(wrappedValue: environment.imageTag)
        _desiredImageTag = Nullable(wrappedValue: environment.desiredImageTag)
        _address = Nullable(wrappedValue: environment.address)
        _paused = Nullable(wrappedValue: environment.paused)
        _trouble = Nullable(wrappedValue: environment.trouble.map(TroubleReport.init))
    }
}

/// What is the matter in an environment, in the words of the comment.
public struct TroubleReport: Encodable, Sendable {
    /// A name that stays, such as `crashLoop`; null for what is not of the cluster.
    @Nullable public var code: String?
    public let what: String
    public let why: String
    public let whatToDo: String

    init(_ trouble: Trouble) {
        what = trouble.what
        why = trouble.why
        whatToDo = trouble.whatToDo
        _code = Nullable(wrappedValue: trouble.code)
    }
}

/// One stage of setting a project up.
public struct StageReport: Encodable, Sendable {
    public let stage: String
    public let state: String
    @Nullable public var started: Date?
    @Nullable public var finished: Date?
    @Nullable public var detail: String?
    @Nullable public var error: String?

    init(_ step: InitialisationStepRecord) {
        stage = step.stage.rawValue
        state = step.state.rawValue
        _started = Nullable(wrappedValue: step.started)
        _finished = Nullable(wrappedValue: step.finished)
        _detail = Nullable(wrappedValue: step.detail)
        _error = Nullable(wrappedValue: step.error)
    }
}

/// A namespace or Flux object, and how it was last seen.
public struct ResourceReport: Encodable, Sendable {
    public let environment: String
    public let kind: String
    public let namespace: String
    public let name: String
    public let status: String
    @Nullable public var reason: String?
    @Nullable public var message: String?
    @Nullable public var revision: String?
    /// Since when the status is what it is.
    public let since: Date
    /// When it failed first since it was ready last.
    @Nullable public var failing: Date?

    init(_ resource: GitOpsResourceRecord) {
        environment = resource.environment.rawValue
        kind = resource.kind.rawValue
        namespace = resource.namespace
        name = resource.name
        status = resource.status.rawValue
        since = resource.since
        _reason = Nullable(wrappedValue: resource.reason)
        _failing = Nullable(wrappedValue: resource.failing)
        _message = Nullable(wrappedValue: resource.message)
        _revision = Nullable(wrappedValue: resource.revision)
    }
}

extension Transaction {
    /// All projects by name.
    public func projectSummaries() throws -> [ProjectSummary] {
        try projects.all().map { ProjectSummary($0, try environments.all(of: $0.id)) }
    }

    /// - Parameter name: `owner/name`, whatever its capitals.
    public func projectReport(_ name: String, runs limit: Int = 10) throws -> ProjectReport? {
        guard let project = try projects.find(fullName: name) else { return nil }
        let stages = try initialisation.all(of: project.id)
        return ProjectReport(
            project: ProjectSummary(project, try environments.all(of: project.id)), percent: stages.percent,
            stages: stages.map(StageReport.init),
            resources: try gitopsResources.all(of: project.id).map(ResourceReport.init),
            rests: try sourceRests.all(of: project.id).sorted { $0.environment < $1.environment }.map(RestReport.init),
            archival: try archivals.find(project.id).map(ArchivalReport.init), unseen: project.unseen,
            runs: try runs.list(project: project.id, limit: limit).map(report))
    }
}
