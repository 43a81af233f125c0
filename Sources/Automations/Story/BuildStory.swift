import Storage

/// The build of the commit, as GitHub tells it.
public struct BuildStory: Sendable, Hashable {
    public enum State: Sendable, Hashable {
        case requested, running, succeeded
        /// GitHub's word for how it ended: `failure`, `cancelled`, `timed_out`, …
        case ended(String)
    }

    public var state: State
    public var name: String
    public var number: Int
    public var url: String
    /// Seconds from start to end.
    public var took: Double?
    public var failedJobs: [FailedJob]

    public init(
        state: State, name: String, number: Int, url: String, took: Double? = nil, failedJobs: [FailedJob] = []
    ) {
        self.state = state
        self.name = name
        self.number = number
        self.url = url
        self.took = took
        self.failedJobs = failedJobs
    }

    var hasFailed: Bool {
        if case .ended = state { return true }
        return false
    }
}
