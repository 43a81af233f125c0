/// What a workflow run will do.
public struct BuildPlan: Sendable, Hashable {
    /// GitHub's conclusion: `success`, `failure`, `cancelled`, `timed_out`, `startup_failure` …
    public var conclusion: String
    /// The job and the step that fail.
    public var failedJob: String
    public var failedStep: String
    /// From `requested` to `in_progress`.
    public var startsAfter: Duration
    /// From `in_progress` to `completed`; `nil` waits for `completeBuild`.
    public var takes: Duration?

    public init(
        conclusion: String, failedJob: String = "image", failedStep: String = "Build and push",
        startsAfter: Duration = .milliseconds(10), takes: Duration? = .milliseconds(20)
    ) {
        self.conclusion = conclusion
        self.failedJob = failedJob
        self.failedStep = failedStep
        self.startsAfter = startsAfter
        self.takes = takes
    }

    public static let success = BuildPlan(conclusion: "success")
    public static let cancelled = BuildPlan(conclusion: "cancelled")
    /// Stays in progress until `completeBuild` is called.
    public static let held = BuildPlan(conclusion: "success", takes: nil)

    public static func failure(job: String = "image", step: String = "Build and push") -> BuildPlan {
        BuildPlan(conclusion: "failure", failedJob: job, failedStep: step)
    }

    /// The same with these times.
    public func taking(_ duration: Duration?, startsAfter: Duration? = nil) -> BuildPlan {
        var plan = self
        plan.takes = duration
        plan.startsAfter = startsAfter ?? self.startsAfter
        return plan
    }
}
