import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOSSL
import Simulation
import Testing

/// What goes wrong on request, and the ledger.
@Suite struct ClusterFaultTests {
    private static let body: JSONValue = ["apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "a"]]
    private static let path = "/api/v1/namespaces/default/configmaps/a"

    @Test func aLostResponseIsDoneAllTheSame() async throws {
        try await ClusterFixture.run(controllers: false) { fixture in
            await fixture.cluster.add(Fault(.loseResponse, method: "PATCH", path: "configmaps"))
            await #expect(throws: (any Error).self) { try await fixture.apply(Self.path, Self.body) }
            #expect(await fixture.cluster.object("ConfigMap", namespace: "default", name: "a") != nil)
            let answer1 = try await fixture.apply(Self.path, Self.body).status
            #expect(answer1 == 200)
        }
    }

    @Test func aDroppedConnectionIsNotDone() async throws {
        try await ClusterFixture.run(controllers: false) { fixture in
            await fixture.cluster.add(Fault(.dropConnection, path: "configmaps"))
            await #expect(throws: (any Error).self) { try await fixture.apply(Self.path, Self.body) }
            #expect(await fixture.cluster.object("ConfigMap", namespace: "default", name: "a") == nil)
        }
    }

    @Test func theLedgerTellsRequestsAndEffects() async throws {
        try await ClusterFixture.run(controllers: false) { fixture in
            await fixture.cluster.add(Fault(.answer(status: 503), method: "PATCH"))
            let answer2 = try await fixture.apply(Self.path, Self.body).status
            #expect(answer2 == 503)
            let answer3 = try await fixture.apply(Self.path, Self.body).status
            #expect(answer3 == 201)
            let requests = await fixture.cluster.requests()
            #expect(requests.map(\.status) == [503, 201])
            #expect(requests.last?.verb == "patch")
            #expect(requests.last?.resource == "configmaps")
            #expect(requests.last?.fieldManager == "first-manager")
            let effects = await fixture.cluster.effects().filter { $0.kind == "ConfigMap" }
            #expect(effects.map(\.change) == [.created])
        }
    }

    @Test func theKubeconfigsAuthorityProvesTheServer() async throws {
        let cluster = try await SimulatedCluster.start(sources: BranchSources(), images: ImageShelf())
        #expect(cluster.url.hasPrefix("https://127.0.0.1:"))
        #expect(cluster.kubeconfig.contains("certificate-authority-data: "))
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.trustRoots = .certificates(
            try NIOSSLCertificate.fromPEMBytes(Array(cluster.certificateAuthority.utf8)))
        let client = HTTPClient(configuration: .init(tlsConfiguration: tls))
        let answer = try await client.execute(
            HTTPClientRequest(url: cluster.url + "/version"), timeout: .seconds(10))
        #expect(answer.status == .ok)
        try await client.shutdown()
        await cluster.stop()
    }
}
