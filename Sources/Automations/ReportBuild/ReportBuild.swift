import Foundation
import GitHubAPI
import Logging
import RunEngine
import Storage

/// Tells a commit that its image is being built, or that the build did not succeed. Nothing in the cluster is touched.
public struct ReportBuild: Automation {
    public let name = AutomationName.reportBuild.rawValue
    let bench: Workbench

    public init(_ bench: Workbench) {
        self.bench = bench
    }

    public func run(_ context: RunContext) async throws -> RunOutcome {
        let input = try context.input(as: BuildInput.self)
        guard try await context.projectRecord() != nil else { return .done("the project is not known any more") }
        let recording = BuildRecording(bench: bench, run: input.run)
        let state = BuildState(input.run)
        let isBad = state.isFinished && state != .success
        let jobs = isBad ? try await failedJobs(of: input.run, context) : []
        _ = try await recording.record(failedJobs: jobs, context)
        return .done("build #\(input.run.runNumber): \(state.rawValue)")
    }
}

extension BuildState {
    /// What GitHub says about a run. A conclusion that GitHub has added since is no success.
    init(_ run: WorkflowRun) {
        if let conclusion = run.conclusion {
            self = BuildState(rawValue: conclusion.word) ?? .failure
        } else {
            self = run.status == "in_progress" ? .inProgress : .requested
        }
    }
}
