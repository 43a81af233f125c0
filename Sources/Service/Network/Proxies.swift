import Foundation

/// Which proxy is between Slipway and an address.
public struct Proxies: Sendable, Hashable {
    /// For `https` addresses.
    public var https: ProxyServer?
    /// For `http` addresses.
    public var http: ProxyServer?
    public var exceptions: NoProxy

    public init(https: ProxyServer? = nil, http: ProxyServer? = nil, exceptions: NoProxy = NoProxy()) {
        self.https = https
        self.http = http
        self.exceptions = exceptions
    }

    /// `nil`: it is connected to directly. That is so for this machine whatever was configured, as in Go and curl.
    public func server(for url: String) -> ProxyServer? {
        guard let parts = URLComponents(string: url), let scheme = parts.scheme?.lowercased(),
            let server = scheme == "https" ? https : scheme == "http" ? http : nil, var host = parts.host?.lowercased()
        else { return nil }
        host = host.trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
        if host.hasSuffix(".") { host.removeLast() }
        guard host != "localhost", IPAddress(host)?.isLoopback != true else { return nil }
        let port = parts.port ?? (scheme == "https" ? 443 : 80)
        return exceptions.covers(host: host, port: port) ? nil : server
    }
}
