import Foundation
import GitHubAPI
import RunEngine
import Storage

/// Writes what GitHub says about a build into the records, and tells its commit.
struct BuildRecording: Sendable {
    let bench: Workbench
    let run: WorkflowRun

    /// - Returns: the release that the build is for.
    func record(failedJobs: [FailedJob], _ context: RunContext) async throws -> Int64 {
        let subject = try await subject(context)
        let (id, settings, now, run) = (context.project, bench.settings, context.now, run)
        return try await context.record("record the build") { tx in
            let running = try tx.environments.find(id, .development)?.imageTag
            let report = BuildReport(project: id, run, subject: subject, previous: running)
            let release = try tx.releases.record(report, at: now).release
            if !failedJobs.isEmpty { try tx.releases.update(release.id) { $0.failedJobs = failedJobs } }
            if release.buildState.isFinished, release.buildState != .success { try tx.skip(release, at: now) }
            try Telling(settings).tell(run.headSHA, of: id, in: tx, at: now)
            return release.id
        }
    }

    /// First line of the commit's message: from its push, else from GitHub, else nothing.
    private func subject(_ context: RunContext) async throws -> String {
        let (id, ref, sha) = (context.project, run.ref, run.headSHA)
        let known: String? = try await context.read { try $0.pushes.find(project: id, ref: ref, sha: sha)?.subject }
        do {
            // A step in any case: whether the push is known may be different when the run comes back.
            return try await context.step("find the commit's subject") { _ in
                if let known { return known }
                return CommitSubject.of(try await message(context) ?? "")
            }
        } catch is UserError {
            return ""
        }
    }

    private func message(_ context: RunContext) async throws -> String? {
        guard let record = try await context.projectRecord(), let project = ProjectIdentity(record) else { return nil }
        let name = try project.repositoryName()
        let client = try await bench.gitHub.forRepository(
            name, id: record.repository, installation: record.installation)
        return try await client.commit(run.headSHA, in: name).message
    }
}

extension WorkflowRun {
    /// The branch it ran on, as a full ref.
    var ref: String { "refs/heads/\(headBranch ?? "")" }
}

extension BuildReport {
    init(project: String, _ run: WorkflowRun, subject: String, previous: String?) {
        let state = BuildState(run)
        self.init(
            project: project, sha: run.headSHA, ref: run.ref, run: run.id, attempt: run.runAttempt,
            number: run.runNumber, name: run.name ?? "build", url: run.htmlURL, state: state,
            started: run.runStartedAt, finished: state.isFinished ? run.updatedAt : nil, subject: subject,
            previousSHA: previous)
    }
}

extension Transaction {
    /// A build without an image leaves every environment as it is.
    fileprivate func skip(_ release: ReleaseRecord, at now: Date) throws {
        for row in try releases.environments(of: release.id) where row.state == .waiting {
            try releases.update(row.environment, of: release.id, at: now) { row in
                row.state = .skipped
                row.finished = now
            }
        }
    }
}
