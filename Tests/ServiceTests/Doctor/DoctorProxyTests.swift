import Simulation
import Testing

@testable import Service

@Suite struct DoctorProxyTests {
    @Test func everythingThatIsLookedAtOutsideIsReachedThroughTheProxy() async throws {
        try await Patient.with { patient in
            let (gitHub, cluster) = ("github.example", "kubernetes.default.svc")
            let proxy = try await SimulatedProxy.start(.init(hosts: [gitHub: nil, cluster: nil]))
            let named = patient.cluster.kubeconfig.replacing("//127.0.0.1:", with: "//\(cluster):")
            let report = try await patient.examine(
                [
                    "proxy": proxy.url, "github.api": patient.github.apiURL.replacing("127.0.0.1", with: gitHub),
                    "cluster.kubeconfig": patient.folder.write(named, to: "named"),
                ], registry: patient.github.baseURL.replacing("127.0.0.1", with: gitHub))
            let tunnels = await proxy.tunnels()
            await proxy.stop()
            #expect(Set(tunnels.map { String($0.target.prefix { $0 != ":" }) }) == [gitHub, cluster])
            for (area, title) in [
                (Check.Area.github, "reachable"), (.github, "credential"), (.registry, "credential"),
                (.cluster, "reachable"), (.cluster, "rights"),
            ] {
                #expect(report[area, title].hasPrefix("✓"), "\(title): \(report[area, title])")
            }
        }
    }

    @Test func aProxyThatIsAwayIsNamed() async throws {
        try await Patient.with { patient in
            let report = try await patient.examine([
                "proxy": "http://127.0.0.1:9", "github.api": "http://github.example/api/v3",
            ])
            #expect(report[.github, "reachable"].contains("the proxy 127.0.0.1:9 cannot be reached"))
        }
    }
}
