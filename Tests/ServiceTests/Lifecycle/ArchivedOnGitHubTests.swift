import Automations
import Foundation
import GitHubAPI
import Storage
import Testing

@testable import Service

@Suite("Archived on GitHub, and back")
struct ArchivedOnGitHubTests {
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
    }

    private var project: ProjectRecord? {
        get async throws { try await fixture.database.read { try $0.projects.find(Self.id) } }
    }

    /// Archives the repository and takes that back.
    /// - Returns: the project after each.
    private func thereAndBack() async throws -> [ProjectRecord?] {
        var seen: [ProjectRecord?] = []
        for action in ["archived", "unarchived"] {
            let repository = DispatcherTests.repository(archived: action == "archived")
            let body = #"{"action": "\#(action)", "repository": \#(repository)}"#
            try await fixture.database.write {
                _ = try $0.deliveries.append(
                    ReceivedDelivery(
                        guid: action, event: "repository", body: Data(body.utf8), received: StorageFixture.now))
            }
            await dispatcher.dispatchAll()
            seen.append(try await project)
        }
        #expect(seen.first??.state == .archived)
        #expect(seen.first??.reason == ProjectRecord.archivedOnGitHub)
        return seen
    }

    @Test func aProjectThatIsSetUpIsActiveAgain() async throws {
        try await fixture.register()
        try await fixture.finish()
        let back = try await thereAndBack().last ?? nil
        #expect(back?.state == .active)
        #expect(back?.reason == nil)
    }

    @Test func aSetUpThatFailedHasFailedStill() async throws {
        try await fixture.register(state: .failed)
        try await fixture.finish([.project, .template, .environments, .repository])
        try await fixture.database.write { tx in
            try tx.initialisation.fail(.scaffoldCommit, of: Self.id, error: "GitHub refused.", at: StorageFixture.now)
        }
        let back = try await thereAndBack().last ?? nil
        #expect(back?.state == .failed)
        #expect(back?.reason == "GitHub refused.")
        // So that it is still cleaned up as one.
        let later = StorageFixture.now.addingTimeInterval(2 * 86_400)
        let found = try await fixture.database.read { try $0.cleanUpCandidates(CleanUpChoices(), at: later) }
        #expect(found.map(\.cause) == ["failed"])
    }

    @Test func oneThatWasSetUpInPartIsDegradedStill() async throws {
        try await fixture.register(state: .degraded)
        try await fixture.finish(Array(InitialisationStage.allCases.prefix { $0 != .cluster }))
        try await fixture.database.write { tx in
            try tx.initialisation.fail(.cluster, of: Self.id, error: "staging: No Flux.", at: StorageFixture.now)
            try tx.environments.update(Self.id, .staging, at: StorageFixture.now) { $0.state = .degraded }
        }
        let back = try await thereAndBack().last ?? nil
        #expect(back?.state == .degraded)
        #expect(back?.reason == "staging: No Flux.")
    }

    @Test func aSetUpThatIsUnderWayGoesOn() async throws {
        try await fixture.register(state: .settingUp)
        try await fixture.finish([.project])
        try await fixture.database.write { tx in
            _ = try tx.runs.enqueue(
                try NewRun(automation: "SetUpProject", key: "setup:42", project: Self.id, input: ["a": "b"]),
                at: StorageFixture.now)
        }
        #expect(try await thereAndBack().last??.state == .settingUp)
    }
}
