import Storage

/// A commit status, as GitHub shows it beside a commit.
public struct CommitStatusText: Sendable, Hashable, Codable {
    /// `pending`, `success`, `failure` or `error`.
    public var state: String
    /// `slipway/<environment>`
    public var context: String
    /// At most 140 characters, GitHub's limit.
    public var description: String
    /// The environment's address when it is ready, the comment when it is not.
    public var target: String?
}

extension EnvironmentStory {
    /// The commit status `slipway/<environment>`.
    public func status(commentURL: String?) -> CommitStatusText {
        CommitStatusText(
            state: state.statusState,
            context: "slipway/\(name.rawValue)",
            description: Wording.cut(statusDescription, to: 140),
            target: state == .ready ? address ?? commentURL : commentURL)
    }

    private var statusDescription: String {
        let text = trouble.map { $0.summary ?? $0.what } ?? detail
        return text.isEmpty ? state.word : text.replacing("`", with: "")
    }
}

extension StateSign {
    /// The state of a commit status or of a deployment status.
    var statusState: String {
        switch self {
        case .ready: "success"
        case .failed, .degraded: "failure"
        case .waiting, .working, .paused, .archived: "pending"
        }
    }

    /// The state as one word.
    public var word: String {
        switch self {
        case .waiting: "waiting"
        case .working: "working"
        case .ready: "ready"
        case .degraded: "degraded"
        case .failed: "failed"
        case .paused: "paused"
        case .archived: "archived"
        }
    }
}
