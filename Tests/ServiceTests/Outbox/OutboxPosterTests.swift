import AsyncHTTPClient
import Automations
import Foundation
import GitHubAPI
import Redaction
import Simulation
import Storage
import Testing

@testable import Service

@Suite("Outbox poster")
struct OutboxPosterTests {
    /// A project on a simulated GitHub, with a poster that is not running.
    struct Scene {
        let github: SimulatedGitHub
        let fixture: StorageFixture
        let client: GitHubClient
        let commit: String

        func poster() -> OutboxPoster {
            OutboxPoster(
                database: fixture.database,
                mouth: OutboxMouth(database: fixture.database, github: client, now: { StorageFixture.now }),
                spacing: .zero, logger: .silent, metrics: MetricsRegistry(), now: { StorageFixture.now })
        }

        /// Says something and returns the entry as it stands in the outbox.
        func say(_ kind: OutboxRecord.Kind, _ key: String, _ payload: some Encodable & Sendable) async throws
            -> OutboxRecord
        {
            try await fixture.database.write {
                try $0.outbox.say(
                    kind, key: key, project: StorageFixture.project.value, sha: commit, payload: payload,
                    at: StorageFixture.now)
            }
        }

        func entry(_ key: String) async throws -> OutboxRecord {
            let found = try await fixture.database.read { try $0.outbox.find(key) }
            return try #require(found)
        }

        func comments() async throws -> [String] {
            try await github.comments(in: "acme/web-shop", on: commit).map(\.body)
        }
    }

    static let marker = "<!-- slipway:test -->"
    static func comment(_ text: String) -> SaidComment { SaidComment(body: "\(text)\n\(marker)", marker: marker) }

    func withScene(_ body: (Scene) async throws -> Void) async throws {
        let github = try await SimulatedGitHub.start(.init())
        let http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: .gitHub)
        do {
            try await github.createRepository("acme/web-shop")
            let commit = try await github.push(to: "acme/web-shop", files: ["a.txt": "hello"], message: "First")
            let fixture = try await StorageFixture()
            try await fixture.register(repository: Int64(github.info("acme/web-shop").id))
            let app = try await GitHubApp(
                id: "\(github.app.id)", privateKey: Redacted(github.app.privateKeyPEM))
            let client = GitHubClient(configuration: try .init(api: github.apiURL), credential: .app(app), http: http)
            try await body(Scene(github: github, fixture: fixture, client: client, commit: commit))
        } catch {
            await github.shutdown()
            try await http.shutdown()
            throw error
        }
        await github.shutdown()
        try await http.shutdown()
    }

    @Test func aCommentIsCreatedOnceAndThenEdited() async throws {
        try await withScene { scene in
            let poster = scene.poster()
            await poster.post(try await scene.say(.comment, "c", Self.comment("one")))
            let first = try await scene.entry("c")
            #expect(first.state == .delivered)
            #expect(first.remoteID != nil)
            await poster.post(try await scene.say(.comment, "c", Self.comment("two")))
            #expect(try await scene.comments() == ["two\n\(Self.marker)"])
            #expect(try await scene.entry("c").deliveredVersion == 2)
        }
    }

    @Test func afterACrashBetweenPostingAndRecordingTheMarkerIsFound() async throws {
        try await withScene { scene in
            let entry = try await scene.say(.comment, "c", Self.comment("one"))
            // Posted by the process before, which ended before it could record that.
            _ = await scene.poster().mouth.say(entry)
            #expect(try await scene.entry("c").state == .pending)
            await scene.poster().post(entry)
            #expect(try await scene.comments().count == 1)
            #expect(try await scene.entry("c").state == .delivered)
        }
    }

    @Test func aLostAnswerDoesNotSayItTwice() async throws {
        try await withScene { scene in
            await scene.github.inject(Fault(.loseResponse, method: "POST", path: "/comments$", times: 1))
            let poster = scene.poster()
            await poster.post(try await scene.say(.comment, "c", Self.comment("one")))
            let waiting = try await scene.entry("c")
            #expect(waiting.state == .pending)
            #expect(waiting.attempts == 1)
            #expect(waiting.nextAttempt > StorageFixture.now)
            await poster.post(waiting)
            #expect(try await scene.comments().count == 1)
        }
    }

    @Test func aStatusThatMayHaveBeenSaidIsLookedForFirst() async throws {
        try await withScene { scene in
            let status = CommitStatus(state: .success, context: "slipway/staging", description: "ready, 41 s")
            let entry = try await scene.say(.status, "s", status)
            _ = await scene.poster().mouth.say(entry)
            let next = scene.poster()
            next.mouth.doubts.raise([entry.key])
            await next.post(entry)
            #expect(try await scene.github.statuses(in: "acme/web-shop", on: scene.commit).count == 1)
            #expect(try await scene.entry("s").state == .delivered)
        }
    }

    @Test func aDeploymentIsFoundAgainAndItsStatusFollows() async throws {
        try await withScene { scene in
            let poster = scene.poster()
            let status = SaidDeploymentStatus(
                deployment: "d", status: DeploymentStatus(state: .success, description: "ready"))
            let deployment = try await scene.say(
                .deployment, "d", SaidDeployment(environment: "staging", isProduction: false))
            await poster.post(try await scene.say(.deploymentStatus, "ds", status))
            #expect(try await scene.entry("ds").state == .pending)
            _ = await scene.poster().mouth.say(deployment)
            await poster.post(deployment)
            await poster.post(try await scene.entry("ds"))
            let deployments = try await scene.github.deployments(in: "acme/web-shop", on: scene.commit)
            #expect(deployments.count == 1)
            #expect(deployments.first?.statuses.map(\.state) == ["success"])
        }
    }

    @Test func whatWasSaidAndCouldNotBeRecordedIsNotSaidTwice() async throws {
        try await withScene { scene in
            let poster = scene.poster()
            let status = CommitStatus(state: .pending, context: "slipway/staging")
            let entry = try await scene.say(.status, "s", status)
            let outage = try await Outage("BEFORE UPDATE ON outbox", on: scene.fixture.database)
            #expect(await !poster.post(entry))
            #expect(await !poster.post(entry))
            outage.end()
            #expect(await poster.post(entry))
            #expect(try await scene.entry("s").state == .delivered)
            #expect(await scene.github.count(.statusCreated, in: "acme/web-shop") == 1)
        }
    }

    @Test func whatGitHubRefusesIsRecordedAndNotRepeated() async throws {
        try await withScene { scene in
            await scene.github.inject(
                Fault(
                    .answer(
                        status: 422, body: #"{"message": "Validation Failed", "status": "422"}"#),
                    method: "POST", path: "/statuses/", times: 1))
            await scene.poster().post(
                try await scene.say(.status, "s", CommitStatus(state: .pending, context: "slipway/staging")))
            let entry = try await scene.entry("s")
            #expect(entry.state == .refused)
            #expect(entry.lastError?.isEmpty == false)
            let due = try await scene.fixture.database.read { try $0.outbox.nextDue(now: .distantFuture, limit: 10) }
            #expect(due.isEmpty)
        }
    }

    @Test func aMissingPermissionIsWaitedFor() async throws {
        try await withScene { scene in
            await scene.github.inject(
                Fault(
                    .answer(
                        status: 403, body: #"{"message": "Resource not accessible by integration", "status": "403"}"#),
                    method: "POST", path: "/statuses/", times: 1))
            let poster = scene.poster()
            await poster.post(
                try await scene.say(.status, "s", CommitStatus(state: .pending, context: "slipway/staging")))
            #expect(try await scene.entry("s").state == .pending)
            await poster.post(try await scene.entry("s"))
            #expect(try await scene.entry("s").state == .delivered)
        }
    }

    @Test func aCommentThatSomebodyDeletedIsNotWrittenAgain() async throws {
        try await withScene { scene in
            let poster = scene.poster()
            await poster.post(try await scene.say(.comment, "c", Self.comment("one")))
            await scene.github.inject(
                Fault(
                    .answer(status: 404, body: #"{"message": "Not Found", "status": "404"}"#), method: "PATCH",
                    path: "/comments/", times: 1))
            await poster.post(try await scene.say(.comment, "c", Self.comment("two")))
            let entry = try await scene.entry("c")
            #expect(entry.state == .refused)
            #expect(entry.lastError == "Somebody deleted the comment on GitHub. It is not written again.")
        }
    }

    @Test func theServicePostsTheLatestOfWhatWasSaid() async throws {
        try await withScene { scene in
            for text in ["one", "two", "three"] { _ = try await scene.say(.comment, "c", Self.comment(text)) }
            let poster = scene.poster()
            try await serving([poster]) {
                try await eventually("everything is said") { try await scene.entry("c").state == .delivered }
            }
            #expect(try await scene.comments() == ["three\n\(Self.marker)"])
            #expect(await scene.github.count(.commentUpdated, in: "acme/web-shop") == 0)
        }
    }
}
