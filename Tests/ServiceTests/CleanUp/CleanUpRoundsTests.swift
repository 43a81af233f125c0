import Automations
import Foundation
import Logging
import Storage
import Testing

@testable import Service

@Suite("Rounds that let projects leave the cluster")
struct CleanUpRoundsTests {
    let fixture: StorageFixture

    init() async throws {
        fixture = try await StorageFixture()
    }

    private static let day = 86_400.0

    private func rounds(at now: Date) -> CleanUpRounds {
        CleanUpRounds(
            database: fixture.database, settings: Settings(), pace: CleanUpPace(),
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }), now: { now })
    }

    private func runs() async throws -> [RunRecord] {
        try await fixture.database.read { try $0.runs.list(project: StorageFixture.project.value, limit: 10) }
    }

    /// The fixture's project, changed as if that had been at this time.
    private func change(at time: Date, _ body: @escaping @Sendable (inout ProjectRecord) -> Void) async throws {
        try await fixture.database.write { _ = try $0.projects.update(StorageFixture.project.value, at: time, body) }
    }

    @Test("the daily round begins at 02:00 UTC", arguments: [(0.0, -22.0), (1.99, -22.0), (2.0, 2.0), (23.5, 2.0)])
    func hour(hours: Double, expected: Double) {
        let midnight = Date(timeIntervalSince1970: 20_000 * Self.day)
        #expect(
            CleanUpRounds.lastHour(before: midnight.addingTimeInterval(hours * 3600))
                == midnight.addingTimeInterval(expected * 3600))
    }

    @Test func aFailedSetUpLeavesAfterADayAndOnce() async throws {
        try await fixture.register(state: .settingUp)
        try await change(at: StorageFixture.now) { $0.state = .failed }
        await rounds(at: StorageFixture.now.addingTimeInterval(Self.day - 60)).round()
        #expect(try await runs().isEmpty)
        let later = StorageFixture.now.addingTimeInterval(2 * Self.day)
        await rounds(at: later).round()
        #expect(try await runs().map(\.automation) == ["CleanUp"])
        let told = try await fixture.database.read { try $0.audit.list(limit: 9) }
        #expect(told.map(\.action) == [.cleanUp] && told.map(\.actorKind) == [.schedule])
        await rounds(at: later.addingTimeInterval(3700)).round()
        #expect(try await runs().count == 1)
    }

    @Test func anUnusedProjectWaitsForTheDailyRound() async throws {
        try await fixture.register()
        try await change(at: StorageFixture.now) { $0.name = "web-test" }
        // The first look only notes that there is a daily round.
        let later = StorageFixture.now.addingTimeInterval(8 * Self.day)
        await rounds(at: later).round()
        #expect(try await runs().isEmpty)
        await rounds(at: CleanUpRounds.lastHour(before: later).addingTimeInterval(Self.day - 60)).round()
        #expect(try await runs().isEmpty)
        await rounds(at: CleanUpRounds.lastHour(before: later).addingTimeInterval(Self.day + 60)).round()
        #expect(try await runs().map(\.automation) == ["CleanUp"])
        let input = try await runs().first?.input(as: CleanUpInput.self)
        #expect(input?.cause == .unused)
    }

    @Test("a push is a touch, also when its run is forgotten")
    func pushes() async throws {
        try await fixture.register()
        try await change(at: StorageFixture.now) { $0.name = "web-test" }
        let (id, pushed) = (StorageFixture.project.value, StorageFixture.now.addingTimeInterval(5 * Self.day))
        let facts = try await fixture.database.write { tx -> CleanUpFacts? in
            try tx.pushes.record(
                PushRecord(
                    project: id, ref: "refs/heads/main", before: String(repeating: "0", count: 40),
                    after: StorageFixture.sha, subject: "Change", time: pushed))
            return try tx.projects.find(id).map { try tx.cleanUpFacts(of: $0) }
        }
        #expect(facts?.touched == pushed)
    }

    @Test func aPausedProjectAndADeletedOne() async throws {
        try await fixture.register()
        let later = StorageFixture.now.addingTimeInterval(3 * Self.day)
        try await change(at: StorageFixture.now) { ($0.gone, $0.paused) = (StorageFixture.now, StorageFixture.now) }
        await rounds(at: later).round()
        #expect(try await runs().isEmpty)
        try await change(at: later) { $0.paused = nil }
        await rounds(at: later.addingTimeInterval(3700)).round()
        #expect(try await runs().first?.input(as: CleanUpInput.self).cause == .deleted)
    }

    @Test func whatWouldGoIsListedAndNothingBegins() async throws {
        try await fixture.register()
        try await change(at: StorageFixture.now) { $0.name = "web-test" }
        let later = StorageFixture.now.addingTimeInterval(9 * Self.day)
        let found = try await fixture.database.read { try $0.cleanUpCandidates(CleanUpChoices(), at: later) }
        #expect(found.map(\.repository) == ["acme/web-test"])
        #expect(found.first?.reason == "nobody touched it for 9 days, and its name has the word `test`")
        #expect(found.first?.phase == nil)
        #expect(try await runs().isEmpty)
    }

    @Test func candidatesOfEveryCause() async throws {
        let (now, later) = (StorageFixture.now, StorageFixture.now.addingTimeInterval(9 * Self.day))
        let names = ["a-failed", "b-test", "c-gone", "d-asked", "e-stays", "f-left"]
        try await fixture.database.write { tx in
            for (number, name) in names.enumerated() {
                let id = ProjectID(gitHubHost: "github.com", repository: Int64(number + 1))
                let state: ProjectState =
                    switch name {
                    case "a-failed": .failed
                    case "f-left": .archived
                    default: .active
                    }
                try tx.projects.register(
                    ProjectRecord(
                        id: id.value, repository: Int64(number + 1), owner: "acme", ownerID: 1, name: name,
                        isPrivate: false, branch: "main", template: "static-site", state: state,
                        gone: name == "c-gone" ? now : nil, created: now),
                    environments: [])
                guard ["d-asked", "f-left"].contains(name) else { continue }
                try tx.archivals.save(
                    ArchivalRecord(
                        project: id.value, cause: .person, reason: "a person archived it", due: now, begun: now,
                        removed: name == "f-left" ? now : nil))
            }
        }
        let found = try await fixture.database.read { try $0.cleanUpCandidates(CleanUpChoices(), at: later) }
        #expect(found.map(\.repository) == ["acme/a-failed", "acme/b-test", "acme/c-gone", "acme/d-asked"])
        #expect(found.map(\.cause) == ["failed", "unused", "deleted", "person"])
        #expect(found.map(\.phase) == [nil, nil, nil, "removing"])
        #expect(found[2].reason == "its repository was deleted on GitHub 9 days ago")
    }

    @Test func aRemovalWhoseRunFailedIsTakenUp() async throws {
        try await fixture.register()
        let now = StorageFixture.now
        try await fixture.database.write { tx in
            try tx.archivals.save(
                ArchivalRecord(
                    project: StorageFixture.project.value, cause: .person, reason: "a person archived it", due: now,
                    begun: now))
        }
        await rounds(at: now).round()
        #expect(try await runs().first?.input(as: CleanUpInput.self).hasBegun == true)
    }

    @Test func archivingIsRefusedForWhatIsGoneOrPaused() async throws {
        try await fixture.register()
        let (id, now) = (StorageFixture.project.value, StorageFixture.now)
        try await change(at: now) { $0.paused = now }
        await #expect(throws: Refusal.self) {
            try await fixture.database.write { tx in
                guard let project = try tx.projects.find(id) else { return }
                _ = try tx.archive(project, at: now)
            }
        }
        try await change(at: now) { $0.paused = nil }
        try await fixture.database.write { tx in
            try tx.archivals.save(
                ArchivalRecord(project: id, cause: .person, reason: "x", due: now, begun: now, removed: now))
        }
        await #expect(throws: Refusal.self) {
            try await fixture.database.write { tx in
                guard let project = try tx.projects.find(id) else { return }
                _ = try tx.archive(project, at: now)
            }
        }
        let life = try await fixture.database.write { try $0.revive(id, at: now) }
        #expect(life == FormerLife(isComplete: false, cause: .person))
        #expect(try await fixture.database.read { try $0.projects.find(id)?.state } == .settingUp)
        #expect(try await fixture.database.read { try $0.archivals.find(id) } == nil)
    }
}
