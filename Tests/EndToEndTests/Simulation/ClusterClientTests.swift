import Foundation
import KubernetesAPI
import Redaction
import Simulation
import Testing

/// The client of the real program against the simulated cluster.
@Suite struct ClusterClientTests {
    /// No branches and no images: nothing here deploys.
    private struct Nothing: SourceFetching, ImageRegistry {
        func fetchSource(_ request: SourceRequest) async throws(SourceFailure) -> SourceSnapshot {
            throw SourceFailure(message: "there is nothing here")
        }

        func lookUp(image: String, username: String?, password: String?) async -> ImageLookup { .notFound }
    }

    private func run(_ test: (SimulatedCluster, KubernetesClient) async throws -> Void) async throws {
        let cluster = try await SimulatedCluster.start(sources: Nothing(), images: Nothing())
        let file = FileManager.default.temporaryDirectory.appending(path: "kubeconfig-\(UUID().uuidString)")
        try Data(cluster.kubeconfig.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let configuration = try ClusterConfiguration.load(kubeconfig: file.path, context: nil)
        let client = try KubernetesClient(configuration: configuration)
        var failure: (any Error)?
        do { try await test(cluster, client) } catch { failure = error }
        try await client.shutdown()
        await cluster.stop()
        if let failure { throw failure }
    }

    @Test func appliesReadsAndAnnotates() async throws {
        try await run { cluster, client in
            #expect(try await client.serves(GitRepository.resource))
            let namespace = try await client.apply(
                Namespace(metadata: ObjectMeta(name: "team")), as: .slipway, comparedWith: .unread)
            #expect(namespace.change == .created)
            let again = try await client.apply(
                Namespace(metadata: ObjectMeta(name: "team")), as: .slipway, comparedWith: .reading)
            #expect(again.change == .unchanged)
            try await cluster.apply([
                "apiVersion": "source.toolkit.fluxcd.io/v1", "kind": "GitRepository",
                "metadata": ["name": "repo", "namespace": "team"],
                "spec": ["interval": "1m", "url": "https://example.com/acme/web"],
            ])
            try await cluster.waitUntil("Flux reports that there is nothing") { cluster in
                await cluster.object("GitRepository", namespace: "team", name: "repo")?.condition("Ready")?["status"]
                    == "False"
            }
            let repository = try #require(try await client.get(GitRepository.self, "repo", in: "team"))
            // The next attempt may be under way; what went wrong with the last one stays.
            #expect(repository.status?.conditions?["FetchFailed"]?.message == "there is nothing here")
            await cluster.removeFluxTypes()
            #expect(try await client.serves(GitRepository.resource) == false)
        }
    }

    @Test func watchesWhatChanges() async throws {
        try await run { cluster, client in
            let before = try await client.list(Namespace.self)
            try await cluster.apply(["apiVersion": "v1", "kind": "Namespace", "metadata": ["name": "team"]])
            var names: [String] = []
            for try await event in client.watch(Namespace.self, from: before.resourceVersion) {
                guard case .added(let namespace) = event else { continue }
                names.append(namespace.metadata.name.text)
                break
            }
            #expect(names == ["team"])
        }
    }
}
