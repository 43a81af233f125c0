/// What was done, as the audit calls it.
public enum AuditAction: String, Codable, Sendable, CaseIterable {
    /// A repository became a project, or became one again.
    case setUp
    /// Flux was told of a push, or of the commit pushed last.
    case reconcile
    /// What a build is doing was told.
    case reportBuild
    /// A release went through the environments.
    case deploy
    case promote
    /// What was changed in the cluster was put back.
    case repair
    /// A failing source rested.
    case restSource
    case checkAddress
    /// A repository was renamed, moved, shown or hidden, and its project followed.
    case follow
    /// A rule took a project out of the cluster.
    case cleanUp
    /// A person took a project out of the cluster.
    case archive
    case pause
    case resume
    /// A delivery was put back into the queue.
    case replay
    /// GitHub gave no new token for a repository.
    case credentialRefused
    /// An automation that this version has no word for.
    case other

    /// - Parameter automation: the name under which its runs are stored.
    public init(automation: String) {
        self =
            switch automation {
            case "SetUpProject": .setUp
            case "Reconcile": .reconcile
            case "ReportBuild": .reportBuild
            case "Deploy": .deploy
            case "Promote": .promote
            case "RepairProject": .repair
            case "RestSource": .restSource
            case "CheckAddress": .checkAddress
            case "FollowRepository": .follow
            case "CleanUp": .cleanUp
            default: .other
            }
    }
}

/// How far what was done is.
public enum AuditOutcome: String, Codable, Sendable, CaseIterable {
    case asked, done, failed, superseded, cancelled

    init(_ state: RunState) {
        self =
            switch state {
            case .queued, .running, .waiting: .asked
            case .done: .done
            case .failed: .failed
            case .superseded: .superseded
            case .cancelled: .cancelled
            }
    }
}
