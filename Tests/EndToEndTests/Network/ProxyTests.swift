import Foundation
import Simulation
import Testing

extension EndToEnd {
    /// Behind a proxy. The simulated one knows where names lead that lead nowhere else.
    @Suite struct BehindAProxy {
        static let gitHub = "github.example"
        /// A name in the certificate of the simulated cluster.
        static let cluster = "kubernetes.default.svc"

        /// A world whose program knows GitHub and the cluster only by names.
        /// - Parameter variables: the program's environment, where the proxy comes from.
        static func world(
            options proxyOptions: SimulatedProxy.Options = .init(),
            _ variables: @escaping @Sendable (SimulatedProxy) -> [String: String],
            _ body: @escaping @Sendable (World, SimulatedProxy) async throws -> Void
        ) async throws {
            try await World.with(.with { $0.isServing = false }) { world in
                var options = proxyOptions
                options.hosts = [gitHub: nil, cluster: nil]
                let proxy = try await SimulatedProxy.start(options)
                do {
                    try await world.start(environment: try names(world).merging(variables(proxy)) { $1 })
                    try await body(world, proxy)
                } catch {
                    await proxy.stop()
                    throw error
                }
                await proxy.stop()
            }
        }

        private static func names(_ world: World) throws -> [String: String] {
            let file = world.folder.appending(path: "kubeconfig-by-name")
            try world.cluster.kubeconfig.replacing("//127.0.0.1:", with: "//\(cluster):")
                .write(to: file, atomically: true, encoding: .utf8)
            return [
                "SLIPWAY_GITHUB_API": world.github.apiURL.replacing("127.0.0.1", with: gitHub),
                "SLIPWAY_CLUSTER_KUBECONFIG": file.path,
            ]
        }

        static func hosts(_ proxy: SimulatedProxy) async -> Set<String> {
            Set(await proxy.tunnels().map { String($0.target.prefix { $0 != ":" }) })
        }

        @Test func everythingGoesThroughIt() async throws {
            try await Self.world({ ["SLIPWAY_PROXY": $0.url] }) { world, proxy in
                let site = try await world.createRunningRepository("acme/site")
                #expect(await Self.hosts(proxy) == [Self.gitHub, Self.cluster])
                #expect(await proxy.tunnels().allSatisfy { $0.status == 200 && $0.authorization == nil })
                // One of Slipway's own machine is of no use to Flux.
                #expect(await site.gitRepository("staging")?["spec"]?["proxySecretRef"] == nil)
            }
        }

        @Test func theEnvironmentsProxyIsTakenWithItsLogin() async throws {
            let variables: @Sendable (SimulatedProxy) -> [String: String] = { proxy in
                let url = proxy.url.replacing("//", with: "//ada:p%40ss@")
                return ["HTTP_PROXY": url, "https_proxy": url]
            }
            try await Self.world(options: .init(username: "ada", password: "p@ss"), variables) { world, proxy in
                let site = try await world.createRepository("acme/site")
                try await site.becomes("active")
                let login = "Basic " + Data("ada:p@ss".utf8).base64EncodedString()
                #expect(await Self.hosts(proxy) == [Self.gitHub, Self.cluster])
                #expect(await proxy.tunnels().allSatisfy { $0.authorization == login })
                let log = await world.program?.output ?? ""
                #expect(!log.contains("p@ss") && !log.contains("p%40ss") && !log.contains(login))
            }
        }

        @Test func whatNoProxyNamesIsReachedDirectly() async throws {
            try await Self.world({ ["SLIPWAY_PROXY": $0.url, "SLIPWAY_NO_PROXY": ".svc"] }) { world, proxy in
                try await world.becomesUnready("cluster")
                let hosts = await Self.hosts(proxy)
                // Directly the name leads nowhere.
                #expect(hosts == [Self.gitHub])
            }
        }

        @Test func aProxyThatIsAwayIsNamed() async throws {
            try await Self.world({ _ in ["SLIPWAY_PROXY": "http://127.0.0.1:9"] }) { world, _ in
                try await world.isUnready(
                    "github",
                    "GitHub could not be reached for GET /app: the proxy 127.0.0.1:9 cannot be reached. Check the address, "
                        + "user name and password of proxy (or HTTPS_PROXY), or list GitHub's host in noProxy.")
                try await world.isUnready("cluster", "the proxy 127.0.0.1:9 cannot be reached: connection refused.")
            }
        }

        @Test func aProxyThatWantsALoginSaysSo() async throws {
            try await Self.world(options: .init(username: "ada", password: "right"), { ["SLIPWAY_PROXY": $0.url] }) {
                world, proxy in
                let place = proxy.url.dropFirst("http://".count)
                let words = "the proxy \(place) asks for a user name and a password, or refuses those it got (407)."
                try await world.isUnready("github", words)
                try await world.isUnready("cluster", words)
            }
        }

        @Test func aProxyThatForbidsTheHostSaysSo() async throws {
            let variables: @Sendable (SimulatedProxy) -> [String: String] = {
                ["SLIPWAY_PROXY": $0.url, "SLIPWAY_GITHUB_API": "http://forbidden.example/api"]
            }
            try await Self.world(variables) { world, proxy in
                let place = proxy.url.dropFirst("http://".count)
                try await world.isUnready("github", "the proxy \(place) opens no connection to GitHub.")
            }
        }
    }
}

extension World {
    /// Waits until `/readyz` says this of a component.
    fileprivate nonisolated func isUnready(_ component: String, _ words: String) async throws {
        try await waitFor("/readyz says of \(component): \(words)") {
            try await reason(component)?.contains(words) == true
        } otherwise: {
            try await reason(component)
        }
    }

    private func reason(_ component: String) async throws -> String? {
        try await operations("/readyz").body["checks"]?[component]?["reason"]?.string
    }
}
