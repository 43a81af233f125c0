import GitHubAPI
import Storage

extension EnvironmentStory {
    /// The commit status `slipway/<environment>`.
    ///
    /// It leads to the environment's address when ready, to the comment when not; its description is cut to GitHub's limit
    /// of 140 characters.
    public func status(commentURL: String?) -> CommitStatus {
        CommitStatus(
            state: state.statusState,
            context: "slipway/\(name.rawValue)",
            description: Wording.cut(statusDescription, to: 140),
            targetURL: state == .ready ? address ?? commentURL : commentURL)
    }

    private var statusDescription: String {
        let text = trouble.map { $0.summary ?? $0.what } ?? detail
        return text.isEmpty ? state.word : text.replacing("`", with: "")
    }
}

extension StateSign {
    /// The state of a commit status.
    var statusState: CommitStatus.State {
        switch self {
        case .ready: .success
        case .failed, .degraded: .failure
        case .waiting, .working, .paused, .archived: .pending
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
