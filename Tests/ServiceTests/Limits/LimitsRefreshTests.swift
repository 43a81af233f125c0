import Automations
import Foundation
import KubernetesAPI
import Logging
import Storage
import Testing

@testable import Service

@Suite("Limits that change")
struct LimitsRefreshTests {
    let fixture: StorageFixture

    init() async throws {
        fixture = try await StorageFixture()
    }

    private static let more = Settings(limits: Limits().with(LimitsChoice(quota: ["pods": "20"])))

    private func refresh(_ settings: Settings = more, at now: Date = StorageFixture.now) -> LimitsRefresh {
        LimitsRefresh(database: fixture.database, settings: settings, logger: .silent, now: { now })
    }

    private func runs() async throws -> [RunRecord] {
        try await fixture.database.read { try $0.runs.list(RunFilter(automation: "RepairProject"), limit: 1000) }
    }

    /// Ends all runs, as if they had applied these limits; nil: as if they could not.
    private func end(_ applied: Limits?, at now: Date = StorageFixture.now) async throws {
        try await fixture.database.write { tx in
            for run in try tx.runs.list(RunFilter(state: .queued), limit: 1000) {
                let environment = try run.input(as: RepairInput.self).environment
                if let applied {
                    try tx.environments.update(run.project, environment, at: now) { $0.limits = applied.text }
                }
                try tx.runs.end(run.id, .cancelled, reason: "over", at: now)
            }
        }
    }

    @Test func whatIsNotChangedIsLeftAlone() async throws {
        try await fixture.register()
        await refresh(Settings()).round()
        #expect(try await runs().isEmpty)
    }

    @Test func everyEnvironmentGetsThemOnce() async throws {
        try await fixture.register()
        for _ in 1...3 { await refresh().round() }
        let begun = try await runs()
        let inputs = try begun.map { try $0.input(as: RepairInput.self) }
        #expect(Set(inputs.map(\.environment)) == Set(EnvironmentName.allCases) && inputs.count == 3)
        #expect(inputs.allSatisfy { $0.isOfLimits == true && $0.objects == [.namespace, .quota, .limits] })
        try await end(Self.more.limits, at: StorageFixture.now.addingTimeInterval(1))
        await refresh().round()
        #expect(try await runs().count == 3)
        // And back.
        await refresh(Settings(), at: StorageFixture.now.addingTimeInterval(1)).round()
        #expect(try await runs().count == 6)
    }

    @Test func aFewAtATime() async throws {
        try await fixture.registerOthers(10)
        for _ in 1...3 { await refresh().round() }
        #expect(try await runs().count == LimitsRefresh.most)
        try await end(Self.more.limits)
        await refresh().round()
        #expect(try await runs().count == 30)
    }

    @Test func whatCannotBeDoneIsTriedAgainInAnHour() async throws {
        try await fixture.register()
        await refresh().round()
        try await end(nil)
        await refresh().round()
        #expect(try await runs().count == 3)
        await refresh(at: StorageFixture.now.addingTimeInterval(3600)).round()
        #expect(try await runs().count == 6)
    }

    @Test func aPausedProjectWaits() async throws {
        try await fixture.register()
        let project = try #require(try await fixture.database.read { try $0.projects.all().first })
        _ = try await fixture.database.write { try $0.pause(project, at: StorageFixture.now) }
        await refresh().round()
        #expect(try await runs().isEmpty)
    }

    /// A quota with the keys that are owned there, as the API server tells it.
    private func quota(_ keys: String...) -> ObservedObject {
        var seen = ObservedObject()
        seen.resourceVersion = "2"
        let owned = keys.map { "\"f:\($0)\":{}" }.joined(separator: ",")
        let text = #"{"f:metadata":{},"f:spec":{"f:hard":{\#(owned)}}}"#
        seen.ownership = FieldOwnership(fields: [UInt8](text.utf8), lastOther: "kubectl-edit")
        return seen
    }

    /// A new key lacks everywhere until it is applied: the watch must not put it everywhere at once.
    @Test func theDriftWatchLeavesWhatIsNotAppliedYet() async throws {
        let settings = Settings(limits: Limits().with(LimitsChoice(quota: ["limits.cpu": "8"])))
        let drift = try await DriftFixture(settings: settings)
        drift.note(.quota, quota("pods", "requests.cpu", "requests.memory"))
        #expect(try await drift.repairs().isEmpty)
        // Applied, and taken away by hand.
        try await drift.database.write { tx in
            try tx.environments.update(StorageFixture.project.value, .staging, at: StorageFixture.now) {
                $0.limits = settings.limits.text
            }
        }
        #expect(try await drift.repairs().count == 1)
    }

    @Test func theDriftWatchStillSeesWhatAllHave() async throws {
        let drift = try await DriftFixture(
            settings: Settings(limits: Limits().with(LimitsChoice(quota: ["limits.cpu": "8"]))))
        drift.note(.quota, quota("requests.cpu", "requests.memory"))
        let input = try #require(try await drift.repairs().first).input(as: RepairInput.self)
        #expect(input.objects == [.quota])
        #expect(input.findings == ["ResourceQuota project-quota (spec.hard.pods changed by kubectl-edit)"])
    }
}
