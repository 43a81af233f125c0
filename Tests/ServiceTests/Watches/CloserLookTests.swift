import Automations
import Foundation
import KubernetesAPI
import Logging
import RunEngine
import Simulation
import Storage
import Testing

@testable import Service

@Suite("A closer look at namespaces", .timeLimit(.minutes(1)))
struct CloserLookTests {
    private static let quiet = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
    private static let namespace = ProjectNames(StorageFixture.project).namespace(.staging)

    /// Waits for pods until it is told to end.
    private struct PodWatcher: Automation {
        let name = AutomationName.deploy.rawValue
        let looks: AsyncStream<Void>.Continuation
        let isOver: @Sendable () async -> Bool

        func run(_ context: RunContext) async throws -> RunOutcome {
            let _: Waited<Bool> = try await context.wait(
                "pods", for: "the pods", timeout: .seconds(3600), checkEvery: .seconds(3600),
                wakeOn: [WakeKey.workload(StorageFixture.project, .staging)]
            ) {
                looks.yield()
                return await isOver() ? true : nil
            }
            return .done("seen")
        }

        func failed(_ error: UserError, _ context: RunContext) async throws {}
    }

    @Test func onlyWhereARunWaitsForPodsTheyAreWatched() async throws {
        let github = try await SimulatedGitHub.start(.init())
        var options = SimulatedCluster.Options()
        options.usesTLS = false
        options.runsControllers = false
        let cluster = try await SimulatedCluster.start(options, sources: github, images: github)
        let storage = try await StorageFixture()
        try await storage.register()
        let kubeconfig = try storage.folder.write(cluster.kubeconfig, to: "kubeconfig")
        let client = try KubernetesClient(configuration: .load(kubeconfig: kubeconfig))
        var failure: (any Error)?
        do {
            try await look(at: cluster, client, storage)
        } catch {
            failure = error
        }
        try await client.shutdown()
        await cluster.stop()
        await github.shutdown()
        if let failure { throw failure }
    }

    private func look(
        at cluster: SimulatedCluster, _ client: KubernetesClient, _ storage: StorageFixture
    ) async throws {
        let (looks, continuation) = AsyncStream.makeStream(of: Void.self)
        let pod: @Sendable () async -> Bool = {
            await cluster.object("Pod", namespace: Self.namespace.text, name: "web") != nil
        }
        let engine = RunEngine(
            database: storage.database, automations: [PodWatcher(looks: continuation, isOver: pod)],
            logger: Self.quiet)
        let closer = CloserLook(cluster: client, database: storage.database, engine: engine, logger: Self.quiet)
        try await cluster.apply(
            ["apiVersion": "v1", "kind": "Namespace", "metadata": ["name": .string(Self.namespace.text)]],
            manager: "slipway")
        try await cluster.apply(
            [
                "apiVersion": "v1", "kind": "ServiceAccount",
                "metadata": ["name": "default", "namespace": .string(Self.namespace.text)],
            ], manager: "kube-controller-manager")
        try await serving([engine, closer]) {
            #expect(await Self.watches(cluster).isEmpty)
            let id = try await storage.database.write { tx in
                try tx.runs.enqueue(
                    try NewRun(
                        automation: AutomationName.deploy.rawValue, key: "deploy",
                        project: StorageFixture.project.value, input: RestInput.some), at: Date()
                ).run?.id
            }
            // Once by itself, and once more when the watches have begun.
            var count = 0
            for await _ in looks {
                count += 1
                if count == 2 { break }
            }
            try await cluster.apply(
                [
                    "apiVersion": "v1", "kind": "Pod",
                    "metadata": ["name": "web", "namespace": .string(Self.namespace.text)],
                    "spec": ["containers": [["name": "web", "image": "example.com/web:1"]]],
                ], manager: "kubelet")
            try await eventually("the run has seen the pod") {
                try await storage.database.read { try $0.runs.find(try #require(id))?.state } == .done
            }
            #expect(await Self.watches(cluster) == ["deployments", "events", "pods"])
            try await eventually("nobody watches any more") { await cluster.openWatches == 0 }
        }
    }

    /// What was watched in the namespace.
    private static func watches(_ cluster: SimulatedCluster) async -> Set<String> {
        Set(
            await cluster.requests().filter { $0.verb == "watch" && $0.namespace == namespace.text }
                .map(\.resource))
    }
}

extension RestInput {
    /// Any input does.
    fileprivate static var some: RestInput {
        RestInput(environment: .staging, failing: StorageFixture.now, message: "", round: 1)
    }
}
