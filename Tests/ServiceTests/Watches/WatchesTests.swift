import Automations
import Foundation
import KubernetesAPI
import Logging
import RunEngine
import Simulation
import Storage
import Testing

@testable import Service

@Suite("What the cluster tells", .timeLimit(.minutes(1)))
struct WatchesTests {
    private static let quiet = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })

    /// A registered project, in a simulated cluster that is watched while the test runs.
    private func watching(
        _ test: @escaping @Sendable (SimulatedCluster, DriftFixture) async throws -> Void
    ) async throws {
        let github = try await SimulatedGitHub.start(.init())
        var options = SimulatedCluster.Options()
        options.usesTLS = false
        options.runsControllers = false
        let cluster = try await SimulatedCluster.start(options, sources: github, images: github)
        let fixture = try await DriftFixture()
        let kubeconfig = try fixture.storage.folder.write(cluster.kubeconfig, to: "kubeconfig")
        let client = try KubernetesClient(configuration: .load(kubeconfig: kubeconfig))
        let watches = Watches(
            cluster: client, database: fixture.database,
            engine: RunEngine(database: fixture.database, automations: [], logger: Self.quiet),
            inventory: fixture.inventory, drift: fixture.watch, logger: Self.quiet, now: { StorageFixture.now })
        var failure: (any Error)?
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await watches.run() }
                defer { group.cancelAll() }
                try await test(cluster, fixture)
            }
        } catch {
            failure = error
        }
        try await client.shutdown()
        await cluster.stop()
        await github.shutdown()
        if let failure { throw failure }
    }

    private static let names = ProjectNames(StorageFixture.project)

    /// A namespace, and a source in it; labelled as Slipway labels them, or as somebody else does.
    private static func apply(
        _ environment: EnvironmentName, isLabelled: Bool = true, to cluster: SimulatedCluster
    ) async throws {
        let namespace = JSONValue.string(names.namespace(environment).text)
        let labels: JSONValue = isLabelled ? [ProjectNames.managedBy: "slipway"] : ["team": "web"]
        try await cluster.apply(
            ["apiVersion": "v1", "kind": "Namespace", "metadata": ["name": namespace, "labels": labels]],
            manager: "slipway")
        let source: JSONValue = [
            "name": .string(names.gitRepository.text), "namespace": namespace, "labels": labels,
        ]
        try await cluster.apply(
            [
                "apiVersion": "source.toolkit.fluxcd.io/v1", "kind": "GitRepository", "metadata": source,
                "spec": ["interval": "1m", "url": "https://example.com/acme/web-shop"],
            ], manager: "slipway")
    }

    /// Returns once a namespace and a source of the environment are recorded with these.
    private static func wait(
        for statuses: [GitOpsResourceRecord.Status], in environment: EnvironmentName, _ database: Storage.Database
    ) async throws {
        for await _ in database.changes(in: .projects) {
            if try await recorded(in: environment, database) == statuses { return }
        }
        throw CancellationError()
    }

    private static func recorded(
        in environment: EnvironmentName, _ database: Storage.Database
    ) async throws -> [GitOpsResourceRecord.Status] {
        try await database.read { tx in
            try [.namespace, .gitRepository].compactMap {
                try tx.gitopsResources.find(StorageFixture.project.value, environment, $0)?.status
            }
        }
    }

    @Test func whatOnlyLostItsLabelIsNotMissing() async throws {
        try await watching { cluster, fixture in
            try await Self.apply(.staging, to: cluster)
            try await Self.wait(for: [.ready, .pending], in: .staging, fixture.database)
            try await Self.apply(.staging, isLabelled: false, to: cluster)
            // What comes after it in the same watches shows that it was seen.
            try await Self.apply(.production, to: cluster)
            try await Self.wait(for: [.ready, .pending], in: .production, fixture.database)
            #expect(try await Self.recorded(in: .staging, fixture.database) == [.ready, .pending])
            for object in [ManagedObject.namespace, .source] {
                guard case .absent = fixture.inventory.look(DriftFixture.managed(object)) else {
                    Issue.record("nobody was told of \(object)")
                    continue
                }
            }
        }
    }

    @Test func whatIsDeletedIsMissing() async throws {
        try await watching { cluster, fixture in
            try await Self.apply(.staging, to: cluster)
            try await Self.wait(for: [.ready, .pending], in: .staging, fixture.database)
            try await cluster.delete(
                "GitRepository", namespace: Self.names.namespace(.staging).text, name: Self.names.gitRepository.text)
            try await Self.wait(for: [.ready, .missing], in: .staging, fixture.database)
        }
    }
}
