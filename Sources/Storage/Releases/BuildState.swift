/// How far a build is. Raw values are GitHub's actions and conclusions of a `workflow_run`.
public enum BuildState: String, Codable, Sendable, CaseIterable {
    case requested
    case inProgress = "in_progress"
    case success, failure, neutral, cancelled, skipped, stale
    case timedOut = "timed_out"
    case actionRequired = "action_required"
    case startupFailure = "startup_failure"

    public var isFinished: Bool { progress == 2 }

    /// Events arrive in any order; a build never goes back.
    var progress: Int {
        switch self {
        case .requested: 0
        case .inProgress: 1
        default: 2
        }
    }
}
