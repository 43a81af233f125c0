import Foundation
import GitHubAPI
import Storage

/// Which automation a run executes, and with what.
public enum RunInput: Sendable, Hashable {
    case setUpProject(SetUpInput)
    case reconcile(PushInput)
    case reportBuild(BuildInput)
    case deploy(BuildInput)

    public var automation: AutomationName {
        switch self {
        case .setUpProject: .setUpProject
        case .reconcile: .reconcile
        case .reportBuild: .reportBuild
        case .deploy: .deploy
        }
    }

    /// The input as it is stored with the run.
    public func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return switch self {
        case .setUpProject(let input): try encoder.encode(input)
        case .reconcile(let input): try encoder.encode(input)
        case .reportBuild(let input), .deploy(let input): try encoder.encode(input)
        }
    }
}

/// The automations by the names under which their runs are stored.
public enum AutomationName: String, Sendable, Hashable, CaseIterable {
    case setUpProject = "SetUpProject"
    case reconcile = "Reconcile"
    case reportBuild = "ReportBuild"
    case deploy = "Deploy"
    /// Begun by a person, not by an event.
    case promote = "Promote"
    /// Begun by what the watches saw, or by a person.
    case repairProject = "RepairProject"
    /// Begun by the clock.
    case restSource = "RestSource"
    /// Begun by a release that arrived.
    case checkAddress = "CheckAddress"
    /// Begun by what GitHub tells of the repository as a whole.
    case followRepository = "FollowRepository"
    /// Begun by the clock, or by a person.
    case cleanUp = "CleanUp"
}

/// The repository to set up. Whether it may be is looked up anew: events about installations tell little.
public struct SetUpInput: Sendable, Hashable, Codable {
    public var repository: Int64
    public var fullName: RepositoryName
    public var installation: Int64?
    /// It was a project before, with all files of its template: none is added again. Nil for a new one.
    public var isComeBack: Bool?
    /// Why it had left the cluster; nil for one that comes for the first time.
    public var leftBecause: ArchivalRecord.Cause?

    public init(
        repository: Int64, fullName: RepositoryName, installation: Int64? = nil, isComeBack: Bool? = nil,
        leftBecause: ArchivalRecord.Cause? = nil
    ) {
        self.repository = repository
        self.fullName = fullName
        self.installation = installation
        self.isComeBack = isComeBack
        self.leftBecause = leftBecause
    }
}

/// A push to the tracked branch; or the last one, when a person asks for it to be reconciled again.
public struct PushInput: Sendable, Hashable, Codable {
    public var ref: String
    public var before: String
    public var after: String
    /// First line of the head commit's message.
    public var subject: String
    public var time: Date
    /// A person asked; nothing was pushed. Nil in what a push led to.
    public var isAskedFor: Bool?

    public init(
        ref: String, before: String, after: String, subject: String, time: Date, isAskedFor: Bool? = nil
    ) {
        self.ref = ref
        self.before = before
        self.after = after
        self.subject = subject
        self.time = time
        self.isAskedFor = isAskedFor
    }
}

/// A run of the build workflow, as the event described it.
public struct BuildInput: Sendable, Hashable, Codable {
    public var run: WorkflowRun

    public init(run: WorkflowRun) {
        self.run = run
    }
}
