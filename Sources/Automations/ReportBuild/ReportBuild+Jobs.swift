import GitHubAPI
import Logging
import RunEngine
import Storage

extension ReportBuild {
    /// The jobs that failed, with their steps. If GitHub does not tell, the build is reported without them.
    func failedJobs(of run: WorkflowRun, _ context: RunContext) async throws -> [FailedJob] {
        do {
            return try await context.step("ask for the jobs") { _ in try await read(run, context) }
        } catch let error as UserError {
            context.logger.warning("the jobs of a build are not known", metadata: ["reason": "\(error)"])
            return []
        }
    }

    private func read(_ run: WorkflowRun, _ context: RunContext) async throws -> [FailedJob] {
        guard let record = try await context.projectRecord(), let project = ProjectIdentity(record) else { return [] }
        let name = try project.repositoryName()
        let client = try await bench.gitHub.forRepository(
            name, id: record.repository, installation: record.installation)
        do {
            return try await client.jobs(ofRun: run.id, attempt: run.runAttempt, in: name).compactMap {
                FailedJob($0, run)
            }
        } catch let error as GitHubError where error.isPermissionRefusal {
            // Not worth waiting for: the build can be reported without.
            throw error.userError
        }
    }
}

extension FailedJob {
    /// `nil` for a job that did not fail.
    init?(_ job: WorkflowJob, _ run: WorkflowRun) {
        guard let conclusion = job.conclusion, conclusion.isFailure else { return nil }
        let steps = job.steps.filter { $0.conclusion?.isFailure == true }.map(\.name)
        self.init(name: job.name, url: job.htmlURL ?? run.htmlURL, steps: steps)
    }
}

extension Conclusion {
    /// Ended in a way that somebody has to look at. Jobs and steps that were skipped did what they should.
    fileprivate var isFailure: Bool {
        switch self {
        case .success, .skipped, .neutral: false
        case .failure, .cancelled, .timedOut, .actionRequired, .stale, .startupFailure, .other: true
        }
    }
}
