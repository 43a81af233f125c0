import Automations
import Foundation
import Simulation
import Synchronization
import Testing

@testable import Service

@Suite("Requesting addresses")
struct AddressProbeTests {
    static let loopback = AddressRange("127.0.0.0/8").map { [$0] } ?? []

    /// A probe for which all names lead to these addresses, with the number of look-ups.
    static func probe(
        _ addresses: [String], allowed: [AddressRange] = loopback, proxies: Proxies = Proxies()
    ) -> (probe: AddressProbe, lookUps: LookUps) {
        let lookUps = LookUps()
        var probe = AddressProbe(allowed: allowed, proxies: proxies)
        probe.limit = .seconds(60)
        probe.lookUp = { host, port in
            lookUps.count.withLock { $0 += 1 }
            return addresses.compactMap(IPAddress.init).map { NameLookUp.Place(address: $0, port: port) }
        }
        return (probe, lookUps)
    }

    final class LookUps: Sendable {
        let count = Mutex(0)
    }

    /// The port of a server on 127.0.0.1.
    static func port(_ url: String) throws -> Int { try #require(URLComponents(string: url)?.port) }

    @Test func anAnswerIsAnAnswer() async throws {
        let github = try await SimulatedGitHub.start(.init())
        let port = try Self.port(github.baseURL)
        let (probe, lookUps) = Self.probe(["127.0.0.1"])
        let missing = try await probe.look(at: "http://site.example:\(port)/no/such/page")
        #expect(lookUps.count.withLock { $0 } == 1)
        #expect(missing == .fails(.status(404)) || missing == .answers(status: 200))
        await github.shutdown()
    }

    @Test func whatIsNotPublicIsNotRequested() async throws {
        let github = try await SimulatedGitHub.start(.init())
        let port = try Self.port(github.baseURL)
        let before = await github.ledger.count
        let (probe, _) = Self.probe(["127.0.0.1"], allowed: [])
        #expect(
            try await probe.look(at: "http://site.example:\(port)")
                == .notChecked("site.example leads to 127.0.0.1, which is not a public address"))
        for url in [
            "http://127.0.0.1:\(port)", "http://[::1]:\(port)", "http://[::ffff:127.0.0.1]:\(port)",
            "http://169.254.169.254/latest/meta-data/", "http://10.96.0.1",
        ] {
            guard case .notChecked = try await probe.look(at: url) else {
                Issue.record("\(url) was requested")
                continue
            }
        }
        #expect(await github.ledger.count == before)
        await github.shutdown()
    }

    @Test func namesInsideTheClusterAreNotEvenLookedUp() async throws {
        let (probe, lookUps) = Self.probe(["203.0.113.1"])
        for host in ["kubernetes.default.svc", "web.shop.svc.cluster.local", "web.localhost", "localhost", "a.svc."] {
            #expect(try await probe.look(at: "http://\(host)/") == .notChecked("\(host) is a name inside the cluster"))
        }
        #expect(lookUps.count.withLock { $0 } == 0)
    }

    @Test func onlyCheckedAddressesAreConnectedTo() async throws {
        // The first would be the metadata service; the second is allowed, and nothing listens there.
        let (probe, lookUps) = Self.probe(["169.254.169.254", "127.0.0.1"])
        #expect(try await probe.look(at: "http://site.example:9/") == .fails(.refused(at: "127.0.0.1:9")))
        #expect(lookUps.count.withLock { $0 } == 1)
    }

    @Test func aNameWithoutAnAddressIsTold() async throws {
        var (probe, _) = Self.probe([])
        #expect(try await probe.look(at: "http://site.example/") == .fails(.noName))
        probe.lookUp = { _, _ in throw NameLookUp.Failure.noName }
        #expect(try await probe.look(at: "http://site.example/") == .fails(.noName))
        probe.lookUp = { _, _ in throw NameLookUp.Failure.nameServer }
        #expect(try await probe.look(at: "http://site.example/") == .fails(.nameServer))
        // A network with a proxy often knows its own names only.
        var (hidden, _) = Self.probe([], proxies: Proxies(http: try ProxyServer("proxy:3128")))
        hidden.lookUp = { _, _ in throw NameLookUp.Failure.noName }
        #expect(
            try await hidden.look(at: "http://site.example/")
                == .notChecked("site.example cannot be looked up from here"))
    }

    @Test func aCertificateThatNobodyTrustsIsTold() async throws {
        let github = try await SimulatedGitHub.start(.init())
        let cluster = try await SimulatedCluster.start(sources: github, images: github)
        let (probe, _) = Self.probe(["127.0.0.1"])
        let port = try Self.port(cluster.url)
        #expect(try await probe.look(at: "https://site.example:\(port)") == .fails(.untrustedCertificate))
        let plain = try Self.port(github.baseURL)
        #expect(try await probe.look(at: "https://site.example:\(plain)") == .fails(.tls))
        await cluster.stop()
        await github.shutdown()
    }

    @Test func throughAProxyTheCheckedAddressIsAskedFor() async throws {
        let github = try await SimulatedGitHub.start(.init())
        let port = try Self.port(github.baseURL)
        let proxy = try await SimulatedProxy.start(.init(hosts: ["203.0.113.7": port]))
        let (probe, _) = Self.probe(["203.0.113.7"], proxies: Proxies(http: try ProxyServer(proxy.url)))
        let found = try await probe.look(at: "http://site.example/")
        #expect(found == .fails(.status(404)) || found == .answers(status: 200))
        #expect(await proxy.tunnels().map(\.target) == ["203.0.113.7:80"])
        let (elsewhere, _) = Self.probe(["203.0.113.8"], proxies: Proxies(http: try ProxyServer(proxy.url)))
        let place = proxy.url.dropFirst("http://".count)
        #expect(
            try await elsewhere.look(at: "http://site.example/")
                == .fails(.proxy(words: "the proxy \(place) opens no connection to it")))
        await proxy.stop()
        await github.shutdown()
    }

    @Test func theSystemsResolverAnswers() async throws {
        let places = try await NameLookUp.system(within: .seconds(5))("localhost", 80)
        #expect(places.contains { $0.address.isLoopback && $0.port == 80 })
    }
}
