import AsyncHTTPClient
import Automations
import Foundation
import NIOCore
import NIOHTTP1

/// Requests an address as a visitor would, within five seconds, and tells what failed first.
///
/// Names come from repositories, so a name must not lead Slipway into the network it runs in: the name is looked up once,
/// its addresses are checked, and the connection goes to a checked address. A name that leads somewhere else a moment
/// later (DNS rebinding) changes nothing, and redirections are not followed.
struct AddressProbe: Sendable {
    /// How many addresses of a name are tried.
    private static let tries = 3

    let allowed: [AddressRange]
    let proxies: Proxies
    /// For everything together.
    var limit = Duration.seconds(5)
    var lookUp = NameLookUp.system(within: .seconds(5))

    init(allowed: [AddressRange] = [], proxies: Proxies = Proxies()) {
        self.allowed = allowed
        self.proxies = proxies
    }

    /// - Throws: `CancellationError` only.
    func look(at url: String) async throws -> Reachability {
        guard let target = Target(url) else { return .notChecked("\(url) is not an address") }
        if target.isInCluster { return .notChecked("\(target.host) is a name inside the cluster") }
        let began = ContinuousClock.now
        let places: [NameLookUp.Place]
        do {
            places = try await self.places(of: target)
        } catch {
            try Task.checkCancellation()
            // Behind a proxy the name servers of the world are often out of reach.
            if proxies.server(for: url) != nil { return .notChecked("\(target.host) cannot be looked up from here") }
            return .fails(error as? NameLookUp.Failure == .noName ? .noName : .nameServer)
        }
        guard let first = places.first else { return .fails(.noName) }
        let open = places.filter { mayRequest($0.address) }
        guard !open.isEmpty else {
            return .notChecked("\(target.host) leads to \(first.address), which is not a public address")
        }
        return try await request(target, at: open.prefix(Self.tries), until: began + limit)
    }

    private func places(of target: Target) async throws -> [NameLookUp.Place] {
        if let address = IPAddress(target.host) { return [NameLookUp.Place(address: address, port: target.port)] }
        return try await lookUp(target.host, target.port)
    }

    private func mayRequest(_ address: IPAddress) -> Bool {
        address.isPublic || allowed.contains { $0.contains(address) }
    }

    /// One address after the other, as long as no connection comes about.
    private func request(
        _ target: Target, at places: ArraySlice<NameLookUp.Place>, until deadline: ContinuousClock.Instant
    ) async throws -> Reachability {
        // No time is left when the look-up took all of it.
        var last = Reachability.fails(.nameServer)
        for place in places where ContinuousClock.now < deadline {
            last = try await request(target, at: place, within: ContinuousClock.now.duration(to: deadline))
            switch last {
            case .fails(.refused), .fails(.silent), .fails(.unroutable): continue
            default: return last
            }
        }
        return last
    }

    private func request(
        _ target: Target, at place: NameLookUp.Place, within rest: Duration
    ) async throws -> Reachability {
        let proxy = proxies.server(for: target.url)
        let http = HTTPClient(
            eventLoopGroupProvider: .singleton, configuration: configuration(target, place, proxy, within: rest))
        let result: Reachability
        do {
            var request = HTTPClientRequest(url: target.url(port: place.port))
            request.headers = ["user-agent": "Slipway", "accept": "*/*", "connection": "close"]
            let response = try await http.execute(request, timeout: .nanoseconds(rest.inNanoseconds))
            result = Reachability(status: Int(response.status.code))
        } catch {
            let words = ProxyTrouble.words(error, proxy: proxy)
            result = .fails(words.map { .proxy(words: $0) } ?? ConnectionTrouble.failure(error, at: "\(place)"))
        }
        try? await http.shutdown()
        try Task.checkCancellation()
        return result
    }

    private func configuration(
        _ target: Target, _ place: NameLookUp.Place, _ proxy: ProxyServer?, within rest: Duration
    ) -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        // For the connection and its TLS; less than everything, so that it is told apart from a missing answer.
        configuration.timeout.connect = .nanoseconds(min(rest, limit * 4 / 5).inNanoseconds)
        configuration.httpVersion = .http1Only
        configuration.connectionPool.retryConnectionEstablishment = false
        // The name stays in the request and in TLS; the connection goes to the address that was checked.
        configuration.dnsOverride = [target.host: "\(place.address)"]
        configuration.proxy = proxy?.forClient
        return configuration
    }
}

extension AddressProbe {
    /// An address in its parts.
    struct Target: Sendable {
        let url: String
        let scheme: String
        let host: String
        let port: Int

        init?(_ url: String) {
            guard let parts = URLComponents(string: url), let scheme = parts.scheme,
                ["http", "https"].contains(scheme),
                let host = parts.host, !host.isEmpty, parts.user == nil
            else { return nil }
            self.url = url
            self.scheme = scheme
            self.host = host.trimmingCharacters(in: CharacterSet(charactersIn: "[]")).lowercased()
            port = parts.port ?? (scheme == "https" ? 443 : 80)
        }

        /// Names that only Kubernetes' own name server knows, whatever address they have.
        var isInCluster: Bool {
            let name = "." + (host.hasSuffix(".") ? String(host.dropLast()) : host)
            return [".svc", ".cluster.local", ".localhost"].contains { name.hasSuffix($0) }
        }

        func url(port: Int) -> String {
            let name = host.contains(":") ? "[\(host)]" : host
            return "\(scheme)://\(name)" + (port == (scheme == "https" ? 443 : 80) ? "" : ":\(port)") + "/"
        }
    }
}

extension Duration {
    fileprivate var inNanoseconds: Int64 { max(1, Int64(self / .nanoseconds(1))) }
}
