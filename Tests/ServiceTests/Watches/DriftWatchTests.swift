import Automations
import Foundation
import KubernetesAPI
import Simulation
import Storage
import Synchronization
import Testing

@testable import Service

@Suite("What is deleted or changed by hand")
struct DriftWatchTests {
    @Test func nothingIsDoneWhereEverythingIsAsItShouldBe() async throws {
        let fixture = try await DriftFixture()
        #expect(try await fixture.repairs().isEmpty)
    }

    @Test(arguments: ManagedObject.allCases.filter { $0.isWanted(Settings()) && $0 != .namespace })
    func whatIsDeletedIsPutBackByOneRun(object: ManagedObject) async throws {
        let fixture = try await DriftFixture()
        fixture.delete(object)
        var runs = try await fixture.repairs()
        runs = try await fixture.repairs()
        let run = try #require(runs.first)
        #expect(runs.count == 1)
        #expect(run.automation == "RepairProject")
        #expect(run.key == "repair:42:staging:\(object.rawValue)@5")
        let input = try run.input(as: RepairInput.self)
        #expect(input.objects == [object])
        #expect(input.findings.first?.hasSuffix("(missing)") == true)
    }

    @Test func withANamespaceEverythingIsPutBack() async throws {
        let fixture = try await DriftFixture()
        for object in ManagedObject.allCases { fixture.delete(object) }
        let runs = try await fixture.repairs()
        #expect(try runs.map { try $0.input(as: RepairInput.self).objects } == [[]])
    }

    @Test func whatIsBeingDeletedIsWaitedFor() async throws {
        let fixture = try await DriftFixture()
        fixture.see(.namespace, isDeleting: true)
        fixture.delete(.quota)
        #expect(try await fixture.repairs().isEmpty)
        fixture.see(.namespace)
        fixture.see(.source, isDeleting: true, isChanged: true)
        let runs = try await fixture.repairs()
        #expect(try runs.map { try $0.input(as: RepairInput.self).objects } == [[.quota]])
    }

    @Test func whatIsChangedIsPutBackAndSaidByWhom() async throws {
        let fixture = try await DriftFixture()
        #expect(fixture.see(.isolation, version: "7", isChanged: true))
        let runs = try await fixture.repairs()
        #expect(runs.map(\.key) == ["repair:42:staging:isolation@7"])
        let finding = try runs.first?.input(as: RepairInput.self).findings.first
        #expect(finding == "NetworkPolicy project-isolation (metadata and spec changed by kubectl-edit)")
    }

    @Test(arguments: [ProjectState.archived, .settingUp, .failed])
    func projectsInOtherStatesAreLeftAlone(state: ProjectState) async throws {
        let fixture = try await DriftFixture(state: state)
        fixture.delete(.quota)
        #expect(try await fixture.repairs().isEmpty)
    }

    @Test func nothingIsPutBackWhileTheProjectLeavesTheCluster() async throws {
        let fixture = try await DriftFixture()
        let archival = ArchivalRecord(
            project: StorageFixture.project.value, cause: .person, reason: "a person archived it",
            due: StorageFixture.now)
        try await fixture.database.write { tx in
            var archival = archival
            archival.begun = StorageFixture.now
            try tx.archivals.save(archival)
        }
        for object in ManagedObject.allCases { fixture.delete(object) }
        #expect(try await fixture.repairs().isEmpty)
        // One that was only announced is looked after as ever.
        try await fixture.database.write { try $0.archivals.save(archival) }
        #expect(try await fixture.repairs().count == 1)
    }

    @Test func aPauseOfTheProjectAndOfTheNamespaceAreHeeded() async throws {
        let fixture = try await DriftFixture()
        fixture.delete(.quota)
        try await fixture.database.write { tx in
            let project = try #require(try tx.projects.find(StorageFixture.project.value))
            #expect(try tx.pause(project, at: StorageFixture.now))
        }
        #expect(try await fixture.repairs().isEmpty)
        try await fixture.database.write { tx in
            try tx.projects.update(StorageFixture.project.value, at: StorageFixture.now) { $0.paused = nil }
            try tx.environments.update(StorageFixture.project.value, .staging, at: StorageFixture.now) {
                $0.paused = StorageFixture.now
            }
        }
        #expect(try await fixture.repairs().isEmpty)
        try await fixture.database.write { tx in
            try tx.environments.update(StorageFixture.project.value, .staging, at: StorageFixture.now) {
                $0.paused = nil
            }
        }
        #expect(try await fixture.repairs().count == 1)
    }

    @Test func theEndOfAPausePutsEverythingBack() async throws {
        let fixture = try await DriftFixture()
        try await fixture.database.write { tx in
            let project = try #require(try tx.projects.find(StorageFixture.project.value))
            _ = try tx.pause(project, at: StorageFixture.now)
            let paused = try #require(try tx.projects.find(StorageFixture.project.value))
            #expect(try tx.resume(paused, at: StorageFixture.now))
        }
        let runs = try await fixture.repairs()
        #expect(runs.count == 3)
        #expect(try runs.allSatisfy { try $0.input(as: RepairInput.self).objects.isEmpty })
    }

    @Test func anEnvironmentThatWasNeverPreparedIsTheSetUpsBusiness() async throws {
        let fixture = try await DriftFixture(state: .degraded)
        try await fixture.database.write { tx in
            try tx.environments.update(StorageFixture.project.value, .staging, at: StorageFixture.now) {
                $0.state = .degraded
            }
        }
        fixture.delete(.quota)
        #expect(try await fixture.repairs().isEmpty)
    }

    /// A Kustomization as the set-up applies it.
    private static let unpinned: ObservedObject = {
        var seen = ObservedObject()
        seen.resourceVersion = "3"
        let owned =
            ["interval", "path", "prune", "sourceRef", "serviceAccountName", "timeout", "retryInterval"]
            + ["targetNamespace", "wait"]
        let spec = owned.map { #""f:\#($0)":{}"# }.joined(separator: ",")
        seen.ownership = FieldOwnership(fields: [UInt8](#"{"f:metadata":{},"f:spec":{\#(spec)}}"#.utf8))
        return seen
    }()

    /// During the first set-up the watch of Kustomizations may be late.
    @Test func aKustomizationThatIsOnlyOnItsWayToTheInventoryNeedsNoImageYet() async throws {
        let fixture = try await DriftFixture()
        fixture.inventory.remove(DriftFixture.managed(.kustomization), version: "2")
        fixture.truth.objects.withLock { $0[DriftFixture.managed(.kustomization)] = Self.unpinned }
        #expect(try await fixture.repairs().isEmpty)
    }

    @Test func aMissingPinIsADriftOnlyOnceAnImageWasReleased() async throws {
        let fixture = try await DriftFixture()
        fixture.note(.kustomization, Self.unpinned)
        #expect(try await fixture.repairs().isEmpty)
        try await fixture.database.write { tx in
            try tx.environments.update(StorageFixture.project.value, .staging, at: StorageFixture.now) {
                $0.desiredImageTag = StorageFixture.sha
            }
        }
        #expect(try await fixture.repairs().count == 1)
    }

    @Test func whatKeepsComingBackIsPutBackWithPausesAndThatIsSaid() async throws {
        let fixture = try await DriftFixture()
        for version in 1...4 {
            fixture.see(.quota, version: "\(version)", isChanged: true)
            let runs = try await fixture.repairs()
            #expect(runs.count == version)
            let pause = runs.last?.due.timeIntervalSince(StorageFixture.now)
            #expect(pause == (version == 4 ? 60 : 0))
            #expect((runs.last?.waitsFor?.contains("put back 3 times lately") == true) == (version == 4))
            try await fixture.finishRepairs(at: StorageFixture.now)
        }
    }

    @Test func whatElseIsFoundDoesNotWaitForWhatKeepsComingBack() async throws {
        let fixture = try await DriftFixture()
        for version in 1...3 {
            fixture.see(.quota, version: "\(version)", isChanged: true)
            _ = try await fixture.repairs()
            try await fixture.finishRepairs(at: StorageFixture.now)
        }
        fixture.see(.quota, version: "4", isChanged: true)
        fixture.delete(.isolation)
        let runs = try await fixture.repairs().suffix(2)
        #expect(try runs.map { try $0.input(as: RepairInput.self).objects } == [[.quota], [.isolation]])
        #expect(runs.map { $0.due.timeIntervalSince(StorageFixture.now) } == [60, 0])
    }

    @Test func aPauseThatIsNotRecordedYetIsHeeded() async throws {
        let fixture = try await DriftFixture()
        fixture.delete(.quota)
        var namespace = DriftFixture.seen()
        namespace.annotations["slipway.dev/paused"] = "true"
        fixture.note(.namespace, namespace)
        #expect(try await fixture.repairs().isEmpty)
        fixture.see(.namespace)
        await fixture.watch.look()
        #expect(try await fixture.repairs().count == 1)
    }

    private final class Time: Sendable {
        let passed = Mutex<TimeInterval>(0)
    }

    @Test func whatARunLeftAloneIsPutBackByTheNext() async throws {
        let time = Time()
        let fixture = try await DriftFixture { StorageFixture.now.addingTimeInterval(time.passed.withLock { $0 }) }
        fixture.delete(.quota)
        #expect(try await fixture.repairs().count == 1)
        try await fixture.finishRepairs(at: StorageFixture.now)
        #expect(try await fixture.repairs().count == 1)
        time.passed.withLock { $0 = 60 }
        #expect(try await fixture.repairs().count == 2)
    }

    @Test func whatCouldNotBePutBackIsTriedAgainWithGrowingPauses() async throws {
        let time = LaterTime(StorageFixture.now)
        let fixture = try await DriftFixture { time.now }
        fixture.delete(.quota)
        for attempt in 1...4 {
            let runs = try await fixture.repairs()
            #expect(runs.count == attempt)
            let isLate = attempt == 4
            #expect(runs.last?.due == time.now.addingTimeInterval(isLate ? 60 : 0))
            let reason = "the next attempt: ResourceQuota project-quota (missing) could not be put back"
            #expect(runs.last?.waitsFor == (isLate ? reason : nil))
            try await fixture.failRepair(at: time.now)
            time.pass(600)
        }
    }

    /// After an upgrade that brings a new object, each environment lacks it: pushes must not wait for them all.
    @Test func whatLacksEverywhereIsPutBackAFewEnvironmentsAtATime() async throws {
        let fixture = try await DriftFixture()
        let places = try await fixture.storage.registerOthers(30).flatMap { project in
            EnvironmentName.allCases.map { ProjectPlace(project: project, environment: $0) }
        }
        fixture.watch.suspect(places)
        var keys: Set<String> = []
        for expected in [DriftWatch.most, places.count - DriftWatch.most, 0] {
            // No more while these are due.
            for _ in 1...3 {
                await fixture.watch.look()
                let due = try await fixture.database.read { try $0.runs.list(RunFilter(state: .queued), limit: 100) }
                #expect(due.count == expected)
                keys.formUnion(due.map(\.key))
            }
            try await fixture.database.write { tx in
                for run in try tx.runs.list(RunFilter(state: .queued), limit: 100) {
                    try tx.runs.end(run.id, .cancelled, reason: "over", at: StorageFixture.now)
                }
            }
        }
        #expect(keys.count == places.count)
    }

    /// Somebody who wants it otherwise holds up nobody else.
    @Test func whatIsPutBackLaterTakesNoRoom() async throws {
        let fixture = try await DriftFixture()
        let places = try await fixture.storage.registerOthers(30).flatMap { project in
            EnvironmentName.allCases.map { ProjectPlace(project: project, environment: $0) }
        }
        try await fixture.database.write { tx in
            for place in places {
                let project = place.project.value
                for _ in 1...3 {
                    try tx.repairs.count("namespace", place.environment, of: project, at: StorageFixture.now)
                }
            }
        }
        fixture.watch.suspect(places)
        for _ in 1...2 { await fixture.watch.look() }
        let waiting = try await fixture.database.read { try $0.runs.list(RunFilter(state: .queued), limit: 100) }
        #expect(waiting.count == places.count)
        #expect(waiting.allSatisfy { $0.due > StorageFixture.now })
    }

    /// Of what failed nothing is told by any event.
    @Test(.timeLimit(.minutes(2))) func everythingIsComparedFromTimeToTime() async throws {
        let time = SimulatedTime(speed: 100_000, start: StorageFixture.now)
        let fixture = try await DriftFixture(clock: time) { time.date }
        fixture.delete(.quota)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await fixture.watch.run() }
            group.addTask { await time.run() }
            defer { group.cancelAll() }
            for await _ in fixture.database.changes(in: .runs) {
                let runs = try await fixture.runs()
                if runs.count == 1, runs.allSatisfy({ !$0.state.isFinished }) {
                    try await fixture.finishRepairs(at: time.date)
                } else if runs.count == 2 {
                    return
                }
            }
        }
    }

    @Test func aPauseEndsWithItsNamespace() async throws {
        let fixture = try await DriftFixture()
        try await fixture.pauseNamespace()
        for object in ManagedObject.allCases { fixture.delete(object) }
        let runs = try await fixture.repairs()
        #expect(try runs.map { try $0.input(as: RepairInput.self).objects } == [[]])
        #expect(try await fixture.environment()?.paused == nil)
    }

    @Test func aPausedNamespaceThatLostItsLabelStaysSoUntilItIsNotPausedAnyMore() async throws {
        let fixture = try await DriftFixture()
        try await fixture.pauseNamespace()
        var namespace = DriftFixture.seen(isChanged: true)
        namespace.annotations["slipway.dev/paused"] = "true"
        fixture.note(.namespace, namespace)
        fixture.inventory.remove(DriftFixture.managed(.namespace), version: "5")
        #expect(try await fixture.repairs().isEmpty)
        #expect(try await fixture.environment()?.paused != nil)
        fixture.truth.objects.withLock {
            $0[DriftFixture.managed(.namespace)] = DriftFixture.seen(version: "2", isChanged: true)
        }
        let runs = try await fixture.repairs()
        #expect(try runs.map { try $0.input(as: RepairInput.self).objects } == [[.namespace]])
        #expect(try await fixture.environment()?.paused == nil)
    }

    @Test func kindsThatWereNotListedYetAreNotMissed() async throws {
        let storage = try await StorageFixture()
        try await storage.register()
        let inventory = Inventory(try ExpectedFields(Settings()))
        #expect(inventory.drifts(in: DriftFixture.place, owner: 1).isEmpty)
        _ = inventory.complete(ResourceQuota.resource, version: "4", seen: [])
        #expect(inventory.drifts(in: DriftFixture.place, owner: 1).map(\.object) == [.quota])
    }

    @Test func whatIsOnlyOnItsWayToTheInventoryIsNotMissing() async throws {
        let fixture = try await DriftFixture()
        fixture.inventory.remove(DriftFixture.managed(.quota), version: "5")
        #expect(try await fixture.repairs().isEmpty)
        #expect(fixture.inventory.drifts(in: DriftFixture.place, owner: 1).isEmpty)
        fixture.see(.limits, isChanged: true)
        fixture.truth.objects.withLock { $0[DriftFixture.managed(.limits)] = DriftFixture.seen(version: "2") }
        #expect(try await fixture.repairs().isEmpty)
    }

    /// Nothing is asked of the cluster, and nothing put back, where only another project's limits are lacking.
    @Test func limitsOfOtherProjectsAreNotMissed() async throws {
        let rule = ProjectRule(
            match: "acme/big-*", template: "static-site", limits: LimitsChoice(quota: ["limits.cpu": "8"]))
        let rest = ProjectRule(match: "acme/*", template: "static-site")
        let fixture = try await DriftFixture(settings: Settings(rules: [rule, rest]))
        var quota = DriftFixture.seen(version: "2")
        let owned = #"{"f:metadata":{},"f:spec":{"f:hard":{"f:pods":{},"f:requests.cpu":{},"f:requests.memory":{}}}}"#
        quota.ownership = FieldOwnership(fields: [UInt8](owned.utf8))
        fixture.note(.quota, quota)
        #expect(fixture.inventory.drifts(in: DriftFixture.place, owner: 1).map(\.object) == [.quota])
        #expect(try await fixture.repairs().isEmpty)
        #expect(fixture.truth.looks.isEmpty)
        // What this project has is put back as ever.
        quota.ownership = FieldOwnership(
            fields: [UInt8](owned.replacing(#""f:pods":{},"#, with: "").utf8), lastOther: "kubectl-edit")
        quota.resourceVersion = "3"
        fixture.note(.quota, quota)
        let runs = try await fixture.repairs()
        #expect(
            try runs.first?.input(as: RepairInput.self).findings
                == ["ResourceQuota project-quota (spec.hard.pods changed by kubectl-edit)"])
    }

    @Test func whatALaterListDoesNotTellIsGone() async throws {
        let fixture = try await DriftFixture()
        let (gone, isFirst) = fixture.inventory.complete(ResourceQuota.resource, version: "12", seen: [])
        #expect(!isFirst)
        fixture.truth.objects.withLock { $0[DriftFixture.managed(.quota)] = nil }
        #expect(gone == [DriftFixture.managed(.quota)])
        #expect(try await fixture.repairs().map(\.key) == ["repair:42:staging:quota@12"])
    }

    @Test func afterTheFirstListAllEnvironmentsAreComparedAtOnce() async throws {
        let fixture = try await DriftFixture()
        // Only staging is in the inventory.
        fixture.watch.suspectAll(kind: "ResourceQuota")
        await fixture.watch.look()
        let runs = try await fixture.database.read {
            try $0.runs.list(project: StorageFixture.project.value, limit: 10)
        }
        let environments = try runs.map { try $0.input(as: RepairInput.self).environment }
        #expect(Set(environments) == [.development, .production])
    }
}
