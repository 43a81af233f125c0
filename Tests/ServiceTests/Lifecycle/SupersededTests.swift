import Automations
import Foundation
import GitHubAPI
import Storage
import Testing

@testable import Service

@Suite("What is said of a release that a newer one overtakes")
struct SupersededTests {
    private static let id = StorageFixture.project.value
    private static let key = OutboxKey.status(
        project: id, sha: StorageFixture.sha, environment: EnvironmentName.staging.rawValue)

    let fixture: StorageFixture

    init() async throws {
        fixture = try await StorageFixture()
        try await fixture.register()
    }

    /// The commit runs in staging, as it does after a project came back, and its release is this far there.
    /// - Returns: the status of the commit for staging.
    private func tell(_ state: ReleaseState, build: Int64 = 1) async throws -> CommitStatus.State? {
        try await fixture.database.write { tx in
            let now = StorageFixture.now
            let release = try tx.releases.record(
                BuildReport(
                    project: Self.id, sha: StorageFixture.sha, ref: "refs/heads/main", run: build, attempt: 1,
                    number: Int(build), name: "slipway", url: "", state: .success, started: now, finished: now,
                    subject: "",
                    previousSHA: nil), at: now
            ).release
            try tx.releases.update(.staging, of: release.id, at: now) { row in
                (row.state, row.started, row.previousImage) = (state, now, StorageFixture.sha)
            }
            try tx.environments.update(Self.id, .staging, at: now) { environment in
                environment.imageTag = StorageFixture.sha
                environment.state = state == .working ? .working : .ready
            }
            try Telling(Settings()).tell(StorageFixture.sha, of: Self.id, in: tx, at: now)
            return try tx.outbox.find(Self.key)?.payload(as: CommitStatus.self).state
        }
    }

    @Test func aCommitThatWasOnItsWayOnceMoreDoesNotWaitForEver() async throws {
        #expect(try await tell(.working) == .pending)
        #expect(try await tell(.superseded) == .error)
    }

    /// GitHub ends by itself only what succeeded.
    @Test func theDeploymentOfACommitThatDoesNotArriveEnds() async throws {
        _ = try await tell(.working)
        #expect(try await deployment() == .inProgress)
        _ = try await tell(.superseded)
        #expect(try await deployment() == .inactive)
    }

    private func deployment() async throws -> DeploymentStatus.State? {
        let key = OutboxKey.deploymentStatus(project: Self.id, sha: StorageFixture.sha, environment: "staging")
        return try await fixture.database.read {
            try $0.outbox.find(key)?.payload(as: SaidDeploymentStatus.self).status.state
        }
    }

    @Test func aCommitThatHadArrivedStaysSo() async throws {
        #expect(try await tell(.ready) == .success)
        #expect(try await tell(.superseded, build: 2) == .success)
    }
}
