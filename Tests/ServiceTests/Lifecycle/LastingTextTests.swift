import Automations
import Foundation
import GitHubAPI
import Simulation
import Testing

@testable import Service
@testable import Storage

/// Nothing that was said for the time being stands on a commit when it is over.
@Suite("What stands on a commit in the end", .serialized, .timeLimit(.minutes(5)))
struct LastingTextTests {
    private func status(
        _ environment: EnvironmentName, on sha: String, of site: AutomationFixture.Site
    ) async throws -> GitHubAPI.CommitStatus? {
        let key = OutboxKey.status(project: site.id.value, sha: sha, environment: environment.rawValue)
        return try await site.read { try $0.outbox.find(key)?.payload(as: GitHubAPI.CommitStatus.self) }
    }

    /// The commit it was set up with runs everywhere.
    private func runs(_ site: AutomationFixture.Site) async throws -> String {
        let head = try #require(try await site.project?.scaffoldSHA)
        let settings = site.fixture.settings
        try await site.write { tx, project, now in
            for environment in EnvironmentName.allCases {
                try tx.environments.update(project.id, environment, at: now) { record in
                    (record.state, record.imageTag, record.desiredImageTag) = (.ready, head, head)
                }
            }
            try Telling(settings).tell(head, of: project.id, in: tx, at: now)
        }
        return head
    }

    private func push(to site: AutomationFixture.Site, after before: String) async throws -> String {
        let commit = try await site.fixture.github.push(to: "acme/site", files: ["a.txt": "a"], message: "More")
        let push = PushInput(
            ref: "refs/heads/main", before: before, after: commit, subject: "More", time: site.fixture.time.now)
        try await site.fixture.enqueue(
            RoutedRun(semanticKey: "push:\(commit)", project: site.id, input: .reconcile(push)))
        return commit
    }

    @Test(arguments: [CommentPolicy.all, .none])
    func aPushEndsWhatTheFormerCommitToldOfAResting(comments: CommentPolicy) async throws {
        try await AutomationFixture.with({ $0.comments = comments }) { fixture in
            let site = try await fixture.createProject("acme/site")
            let former = try await runs(site)
            try await site.write { tx, project, now in
                try tx.sourceRests.save(
                    SourceRestRecord(
                        project: project.id, environment: .staging, failing: now, message: "i/o timeout", round: 1,
                        nextProbe: now.addingTimeInterval(36_000)))
                try Telling(fixture.settings).tell(former, of: project.id, in: tx, at: now)
            }
            #expect(try await status(.staging, on: former, of: site)?.state == .pending)
            _ = try await push(to: site, after: former)
            try await site.eventually("the push is recorded") {
                try await status(.staging, on: former, of: site)?.state == .success
            }
        }
    }

    @Test func whatWaitsForAnImageDoesNotWhenItsProjectHasLeft() async throws {
        try await AutomationFixture.with { fixture in
            let site = try await fixture.createProject("acme/site")
            let head = try #require(try await site.project?.scaffoldSHA)
            #expect(try await status(.staging, on: head, of: site)?.state == .pending)
            try await site.archive()
            let last = try await status(.staging, on: head, of: site)
            #expect(last?.state == .error)
            #expect(last?.description == "the project leaves the cluster")
            try await site.comeBack()
            try await site.becomes(.active)
            #expect(try await status(.staging, on: head, of: site)?.description == "waits for the first image")
        }
    }

    @Test func howAReleaseWentStaysSoWhenItsProjectHasLeft() async throws {
        try await AutomationFixture.with { fixture in
            let site = try await fixture.createProject("acme/site")
            let head = try await runs(site)
            try await site.archive()
            #expect(try await status(.staging, on: head, of: site)?.state == .success)
        }
    }

    @Test func aSetUpThatFailedLeavesNothingPending() async throws {
        try await AutomationFixture.with { fixture in
            let refusal = #"{"message":"Validation Failed","errors":[{"resource":"Tree","code":"invalid"}]}"#
            await fixture.github.inject(
                Fault(.answer(status: 422, body: refusal), method: "POST", path: "/git/trees", times: nil))
            let site = try await fixture.create("acme/site")
            try await site.becomes(.failed)
            let head = try #require(try await site.project?.scaffoldSHA)
            for environment in EnvironmentName.allCases {
                let said = try await status(environment, on: head, of: site)
                #expect(said?.state == .failure)
                #expect(said?.description == "the set-up failed")
            }
        }
    }

    /// The new set-up belongs to the commit of the moment.
    @Test func theCommitOfTheFormerSetUpDoesNotTellOfTheNewOne() async throws {
        try await AutomationFixture.with { fixture in
            let site = try await fixture.createProject("acme/site")
            let former = try #require(try await site.project?.scaffoldSHA)
            try await site.archive()
            try await fixture.github.push(to: "acme/site", files: ["a.txt": "a"], message: "More")
            try await site.comeBack()
            try await site.becomes(.active)
            #expect(try await site.project?.scaffoldSHA != former)
            let told = try await site.comment(on: former)
            #expect(!told.contains("Setting up") && !told.contains("is archived"), "\(told)")
        }
    }

    /// It has no build of its own.
    @Test func aCommitThatWaitsForTheFirstImageIsReadyWithAnother() async throws {
        try await AutomationFixture.with { fixture in
            let site = try await fixture.createProject("acme/site")
            let head = try #require(try await site.project?.scaffoldSHA)
            #expect(try await status(.development, on: head, of: site)?.state == .pending)
            let commit = try await push(to: site, after: head)
            try await site.write { tx, project, now in
                let release = try tx.releases.record(
                    BuildReport(
                        project: project.id, sha: commit, ref: "refs/heads/main", run: 1, attempt: 1, number: 1,
                        name: "slipway", url: "", state: .success, started: now, finished: now, subject: "",
                        previousSHA: nil), at: now
                ).release
                try tx.releases.update(.development, of: release.id, at: now) { row in
                    row.detail = "waits for promotion by hand"
                }
                _ = try tx.promote(project, to: .development, at: now)
            }
            try await site.eventually("the image runs everywhere") {
                try await status(.production, on: commit, of: site)?.state == .success
            }
            for environment in EnvironmentName.allCases {
                #expect(try await status(environment, on: head, of: site)?.state == .success)
            }
        }
    }

    /// The repository was archived for a while, or the App could not see it.
    @Test func whatGitHubRefusedIsSaidWhenItMayBe() async throws {
        try await AutomationFixture.with { fixture in
            let site = try await fixture.createProject("acme/site")
            let head = try #require(try await site.project?.scaffoldSHA)
            let status = OutboxKey.status(project: site.id.value, sha: head, environment: "staging")
            let comment = OutboxKey.comment(project: site.id.value, sha: head)
            try await site.write { tx, project, now in
                let reasons = [status: "Repository was archived", comment: OutboxRecord.deletedByPeople]
                for (key, reason) in reasons {
                    let version = try tx.outbox.find(key)?.version ?? 0
                    try tx.outbox.refused(key, version: version, reason: reason, at: now)
                }
                _ = try tx.follow(.visibility(isPrivate: true), project, note: "made private", at: now)
            }
            try await site.eventually("it is to be said again") {
                try await site.read { try $0.outbox.find(status)?.state == .pending }
            }
            #expect(try await site.read { try $0.outbox.find(comment)?.state } == .refused)
        }
    }
}
