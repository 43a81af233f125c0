import Foundation

/// A run of a GitHub workflow, as events and the API describe it.
public struct WorkflowRun: Sendable, Hashable {
    public let id: Int64
    /// 1, and one more for every re-run.
    public let runAttempt: Int
    /// Counts the runs of this workflow, from 1.
    public let runNumber: Int
    public let name: String?
    /// The workflow's file, e.g. `.github/workflows/slipway.yml`.
    public let path: String
    /// What started it: `push`, `workflow_dispatch`, `pull_request` …
    public let event: String
    /// `queued`, `in_progress`, `completed` …
    public let status: String?
    /// `nil` until it is completed.
    public let conclusion: Conclusion?
    /// `nil` for runs that belong to no branch.
    public let headBranch: String?
    public let headSHA: String
    /// Another repository's id when the commit came from a fork; `nil` when that is gone.
    public let headRepositoryID: Int64?
    /// The page for people.
    public let htmlURL: String
    public let jobsURL: String?
    public let runStartedAt: Date?
    public let updatedAt: Date?

    public init(
        id: Int64, runAttempt: Int = 1, runNumber: Int = 1, name: String? = nil, path: String, event: String = "push",
        status: String? = nil, conclusion: Conclusion? = nil, headBranch: String?, headSHA: String,
        headRepositoryID: Int64?, htmlURL: String, jobsURL: String? = nil, runStartedAt: Date? = nil,
        updatedAt: Date? = nil
    ) {
        self.id = id
        self.runAttempt = runAttempt
        self.runNumber = runNumber
        self.name = name
        self.path = path
        self.event = event
        self.status = status
        self.conclusion = conclusion
        self.headBranch = headBranch
        self.headSHA = headSHA
        self.headRepositoryID = headRepositoryID
        self.htmlURL = htmlURL
        self.jobsURL = jobsURL
        self.runStartedAt = runStartedAt
        self.updatedAt = updatedAt
    }
}
