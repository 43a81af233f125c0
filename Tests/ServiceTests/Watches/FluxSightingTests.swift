import Automations
import Foundation
import KubernetesAPI
import Storage
import Testing

@testable import Service

@Suite("What the watches see")
struct FluxSightingTests {
    let names = ProjectNames(StorageFixture.project)

    func source(ready: Condition.Status?, generation: Int = 1, observed: Int = 1) -> GitRepository {
        var source = GitRepository(
            metadata: ObjectMeta(name: names.gitRepository, namespace: names.namespace(.staging)))
        source.metadata.generation = generation
        source.status = GitRepository.Status(
            observedGeneration: observed,
            conditions: ready.map { [Condition(type: "Ready", status: $0, reason: "Why", message: "said")] })
        return source
    }

    @Test func namespacesSayWhoseTheyAre() {
        let place = ProjectPlace(namespace: names.namespace(.production))
        #expect(place?.project == StorageFixture.project)
        #expect(place?.environment == .production)
        #expect(ProjectPlace(namespace: "kube-system") == nil)
        #expect(ProjectPlace(namespace: "project-x-staging") == nil)
        #expect(ProjectPlace(namespace: "my-project-staging") == nil)
    }

    @Test(arguments: [
        (Condition.Status.yes, 1, GitOpsResourceRecord.Status.ready), (.no, 1, .failed), (.unknown, 1, .pending),
        (.yes, 2, .pending),
    ])
    func theStateIsStored(
        status: Condition.Status, generation: Int, expected: GitOpsResourceRecord.Status
    ) async throws {
        let fixture = try await StorageFixture()
        try await fixture.register()
        let sighting = try #require(FluxSighting(source(ready: status, generation: generation)))
        try await sighting.record(in: fixture.database, isGone: false, at: StorageFixture.now)
        let stored = try await fixture.database.read { try $0.gitopsResources.all(of: StorageFixture.project.value) }
        #expect(stored.map(\.status) == [expected])
        #expect(stored.first?.environment == .staging)
    }

    @Test func nothingNewIsNotWritten() async throws {
        let fixture = try await StorageFixture()
        try await fixture.register()
        let sighting = try #require(FluxSighting(source(ready: .yes)))
        try await sighting.record(in: fixture.database, isGone: false, at: StorageFixture.now)
        try await sighting.record(in: fixture.database, isGone: false, at: StorageFixture.now.addingTimeInterval(60))
        var stored = try await fixture.database.read { try $0.gitopsResources.all(of: StorageFixture.project.value) }
        #expect(stored.first?.updated == StorageFixture.now)
        try await sighting.record(in: fixture.database, isGone: true, at: StorageFixture.now.addingTimeInterval(120))
        stored = try await fixture.database.read { try $0.gitopsResources.all(of: StorageFixture.project.value) }
        #expect(stored.first?.status == .failed)
        #expect(stored.first?.message == "it was deleted from the cluster")
    }

    @Test func objectsOfUnknownProjectsAreLeftOut() async throws {
        let fixture = try await StorageFixture()
        let sighting = try #require(FluxSighting(source(ready: .yes)))
        try await sighting.record(in: fixture.database, isGone: false, at: StorageFixture.now)
        let stored = try await fixture.database.read { try $0.gitopsResources.all(of: StorageFixture.project.value) }
        #expect(stored.isEmpty)
    }
}
