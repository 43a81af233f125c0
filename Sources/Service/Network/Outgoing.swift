import AsyncHTTPClient

/// The HTTP clients for everything outside the cluster: one that connects directly, and one for each proxy. A client knows
/// one proxy for all hosts, so which client is asked depends on the address.
struct Outgoing: Sendable {
    let proxies: Proxies
    private let direct: HTTPClient
    private let proxied: [ProxyServer: HTTPClient]

    /// No connection is made yet. Call ``shutdown()`` when done.
    init(_ proxies: Proxies = Proxies(), configuration: HTTPClient.Configuration) {
        self.proxies = proxies
        direct = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        var proxied: [ProxyServer: HTTPClient] = [:]
        for server in Set([proxies.https, proxies.http].compactMap(\.self)) {
            var configuration = configuration
            configuration.proxy = server.forClient
            proxied[server] = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        }
        self.proxied = proxied
    }

    func client(for url: String) -> HTTPClient {
        proxies.server(for: url).flatMap { proxied[$0] } ?? direct
    }

    func shutdown() async throws {
        for client in [direct] + proxied.values { try await client.shutdown() }
    }
}
