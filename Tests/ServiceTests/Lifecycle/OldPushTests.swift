import Automations
import Foundation
import GitHubAPI
import Storage
import Testing

@testable import Service

@Suite("Pushes to projects that left the cluster")
struct OldPushTests {
    private static let id = StorageFixture.project.value

    let fixture: StorageFixture
    private let dispatcher: Dispatcher

    init() async throws {
        fixture = try await StorageFixture()
        let routing = Routing(
            gitHubHost: "github.com", rules: [ProjectRule(match: "acme/*", template: "static-site")],
            buildWorkflow: ".github/workflows/slipway.yml")
        dispatcher = Dispatcher(
            database: fixture.database, routing: routing, logger: .silent, now: { StorageFixture.now })
        try await fixture.register()
    }

    private func remove(at time: Date = StorageFixture.now) async throws {
        try await fixture.database.write { tx in
            try tx.archivals.save(
                ArchivalRecord(
                    project: Self.id, cause: .person, reason: "a person archived it", due: time, begun: time,
                    removed: time))
            try tx.projects.update(Self.id, at: time) { $0.state = .archived }
        }
    }

    private func push(_ sha: String, branch: String = "main", guid: String) async throws -> DeliveryReport {
        let body = """
            {"ref": "refs/heads/\(branch)", "before": "\(String(repeating: "1", count: 40))", "after": "\(sha)",
             "created": false, "deleted": false, "forced": false, "commits": [], "head_commit": null,
             "repository": \(DispatcherTests.repository()), "pusher": {"name": "ada"},
             "sender": {"login": "ada", "id": 2}}
            """
        try await fixture.database.write {
            _ = try $0.deliveries.append(
                ReceivedDelivery(guid: guid, event: "push", body: Data(body.utf8), received: StorageFixture.now))
        }
        await dispatcher.dispatchAll()
        return try #require(try await fixture.database.read { try $0.deliveryReport(guid) })
    }

    private var project: ProjectRecord? {
        get async throws { try await fixture.database.read { try $0.projects.find(Self.id) } }
    }

    @Test func oneThatComesAgainUnderANewGUIDRevivesNothing() async throws {
        let old = try await push(StorageFixture.sha, guid: "a")
        #expect(old.runs.map(\.automation) == ["Reconcile"])
        try await remove()
        let again = try await push(StorageFixture.sha, guid: "b")
        #expect(again.status == "ignored")
        #expect(again.reason == "the project is archived, and this push was acted on before")
        #expect(try await project?.state == .archived)
    }

    @Test func oneThatRevivedAProjectDoesSoOnce() async throws {
        try await remove()
        let first = try await push(StorageFixture.sha, guid: "a")
        #expect(first.runs.map(\.automation) == ["SetUpProject"])
        #expect(try await project?.state == .settingUp)
        let input = try await fixture.database.read { tx in
            try tx.runs.list(project: Self.id, limit: 1).first?.input(as: SetUpInput.self)
        }
        #expect(input?.leftBecause == .person)
        #expect(input?.isComeBack == false)
        // Nor does it begin anything while the project is there.
        #expect(try await push(StorageFixture.sha, guid: "b").runs.isEmpty)
        try await remove(at: StorageFixture.now.addingTimeInterval(60))
        #expect(try await push(StorageFixture.sha, guid: "c").status == "ignored")
        let other = try await push(String(repeating: "b2", count: 20), guid: "d")
        #expect(other.runs.map(\.automation) == ["SetUpProject"])
    }

    @Test func anyEventOfARepositoryThatGitHubDidNotShowLooksAgain() async throws {
        try await fixture.database.write { tx in
            _ = try tx.projects.update(Self.id, at: StorageFixture.now) { $0.unseen = "it is gone" }
        }
        #expect(try await push(StorageFixture.sha, branch: "feature", guid: "a").status == "ignored")
        #expect(try await push(StorageFixture.sha, branch: "other", guid: "b").status == "ignored")
        let runs = try await fixture.database.read { try $0.runs.list(project: Self.id, limit: 9) }
        #expect(runs.map(\.automation) == ["FollowRepository"])
        #expect(try runs.first?.input(as: FollowInput.self).reason == "GitHub tells of it again")
    }
}
