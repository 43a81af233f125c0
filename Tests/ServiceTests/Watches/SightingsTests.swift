import Automations
import Foundation
import KubernetesAPI
import Storage
import Testing

@testable import Service

@Suite("What the watches record")
struct SightingsTests {
    private let place = DriftFixture.place

    private func record(
        _ object: ManagedObject, isGone: Bool = false, in storage: StorageFixture, after seconds: Double = 0,
        _ change: (inout ObservedObject) -> Void = { _ in }
    ) async throws -> Set<ProjectPlace> {
        var seen = ObservedObject()
        seen.name = object.name(in: place, owner: 1)
        seen.status.phase = "Active"
        seen.status.observedGeneration = 0
        seen.status.conditions = [Condition(type: "Ready", status: .yes, reason: "Succeeded", message: "fetched")]
        change(&seen)
        var sightings = Sightings()
        sightings.add(DriftFixture.managed(object), seen, isGone: isGone)
        return try await sightings.record(in: storage.database, at: StorageFixture.now.addingTimeInterval(seconds))
    }

    private func stored(_ storage: StorageFixture) async throws -> [GitOpsResourceRecord] {
        try await storage.database.read { try $0.gitopsResources.all(of: StorageFixture.project.value) }
    }

    @Test func theStatusIsStoredAndNothingNewIsNotWritten() async throws {
        let storage = try await StorageFixture()
        try await storage.register()
        _ = try await record(.source, in: storage)
        _ = try await record(.source, in: storage, after: 60)
        var stored = try await stored(storage)
        #expect(stored.map(\.status) == [.ready])
        #expect(stored.first?.environment == .staging)
        #expect(stored.first?.updated == StorageFixture.now)
        _ = try await record(.source, isGone: true, in: storage, after: 120)
        stored = try await self.stored(storage)
        #expect(stored.map(\.status) == [.missing])
        #expect(stored.first?.since == StorageFixture.now.addingTimeInterval(120))
    }

    @Test func objectsOfUnknownProjectsAreLeftOut() async throws {
        let storage = try await StorageFixture()
        _ = try await record(.source, in: storage)
        #expect(try await stored(storage).isEmpty)
    }

    @Test func aNamespaceSaysThatItIsPausedAndThatItIsNot() async throws {
        let storage = try await StorageFixture()
        try await storage.register()
        #expect(try await record(.namespace, in: storage) { $0.annotations["slipway.dev/paused"] = "true" } == [])
        func paused() async throws -> Date? {
            try await storage.database.read { try $0.environments.find(StorageFixture.project.value, .staging)?.paused }
        }
        #expect(try await paused() == StorageFixture.now)
        #expect(try await record(.namespace, in: storage, after: 9) { $0.labels["slipway.dev/paused"] = "true" } == [])
        #expect(try await paused() == StorageFixture.now)
        #expect(try await record(.namespace, in: storage, after: 10) == [place])
        #expect(try await paused() == nil)
    }

    /// Flux went on by itself, as it does after an outage: the environment must not stay degraded, nor its commit say so.
    @Test(arguments: [EnvironmentState.degraded, .ready])
    func whatAPushLeftDegradedIsLookedAtAgainWhenFluxIsWell(state: EnvironmentState) async throws {
        let storage = try await StorageFixture()
        try await storage.register()
        try await storage.database.write { tx in
            let (id, now) = (StorageFixture.project.value, StorageFixture.now)
            try tx.projects.update(id, at: now) { $0.scaffoldSHA = StorageFixture.sha }
            try tx.environments.update(id, .staging, at: now) {
                ($0.state, $0.imageTag, $0.desiredImageTag) = (state, StorageFixture.sha, StorageFixture.sha)
            }
        }
        func reconciliations() async throws -> [RunRecord] {
            try await storage.database.read { try $0.runs.list(RunFilter(automation: "Reconcile"), limit: 10) }
        }
        let failed = Condition(type: "Ready", status: .no, reason: "Failed", message: "i/o timeout")
        _ = try await record(.source, in: storage) { $0.status.conditions = [failed] }
        _ = try await record(.kustomization, in: storage) { $0.status.conditions = [failed] }
        _ = try await record(.source, in: storage, after: 60)
        #expect(try await reconciliations().isEmpty, "the Kustomization still fails")
        _ = try await record(.kustomization, in: storage, after: 90) { $0.status.conditions = [] }
        _ = try await record(.kustomization, in: storage, after: 120)
        let begun = try await reconciliations()
        #expect(begun.count == (state == .degraded ? 1 : 0))
        #expect(try begun.map { try $0.input(as: PushInput.self).after }.allSatisfy { $0 == StorageFixture.sha })
        _ = try await record(.source, in: storage, after: 130) { $0.status.conditions = [failed] }
        _ = try await record(.source, in: storage, after: 140)
        #expect(try await reconciliations().count == begun.count, "one is under way")
    }
}
