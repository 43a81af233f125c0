import AsyncHTTPClient
import Foundation
import NIOCore
import NIOSSL
import Redaction

extension ClusterConfiguration {
    /// - Throws: ``ClusterConfigurationError``.
    func httpConfiguration(_ options: ClientOptions) throws -> HTTPClient.Configuration {
        var http = HTTPClient.Configuration(tlsConfiguration: try tlsConfiguration(clientCertificate))
        http.redirectConfiguration = .disallow
        http.timeout.connect = .seconds(10)
        http.timeout.read = .nanoseconds(Int64(options.watchIdleTimeout.inSeconds * 1e9))
        // A dead HTTP/2 connection would take all requests with it; over HTTP/1 the one that times out closes its own.
        http.httpVersion = .http1Only
        http.connectionPool.retryConnectionEstablishment = false
        http.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
        http.proxy = try proxy()
        try checkNameBehindProxy(http.proxy)
        if let (name, host) = tlsNameOverride { http.dnsOverride = [name: host] }
        return http
    }

    /// Where requests go: with `tls-server-name` the host of the URL is that name, and connections go to the real host.
    var baseURL: String {
        let trimmed = server.hasSuffix("/") ? String(server.dropLast()) : server
        guard let (name, _) = tlsNameOverride, var parts = URLComponents(string: trimmed) else { return trimmed }
        parts.host = name
        return parts.string ?? trimmed
    }

    private var tlsNameOverride: (name: String, host: String)? {
        guard let tlsServerName, let host = URLComponents(string: server)?.host, host != tlsServerName else {
            return nil
        }
        return (tlsServerName, host.trimmingCharacters(in: CharacterSet(charactersIn: "[]")))
    }

    /// - Throws: ``ClusterConfigurationError`` if a certificate or key is not what it should be.
    func tlsConfiguration(_ client: ClientCertificate?) throws -> TLSConfiguration {
        var tls = TLSConfiguration.makeClientConfiguration()
        if let certificateAuthority {
            let roots = try usable("certificate-authority") {
                try NIOSSLCertificate.fromPEMBytes(Array(certificateAuthority.utf8))
            }
            tls.trustRoots = .certificates(roots)
        }
        if insecureSkipTLSVerify { tls.certificateVerification = .none }
        guard let client else { return tls }
        tls.certificateChain = try usable("client-certificate") {
            try NIOSSLCertificate.fromPEMBytes(Array(client.certificate.utf8)).map { .certificate($0) }
        }
        tls.privateKey = try usable("client-key") {
            .privateKey(try NIOSSLPrivateKey(bytes: Array(client.key.value.utf8), format: .pem))
        }
        return tls
    }

    private func usable<Value>(_ what: String, _ read: () throws -> Value) throws -> Value {
        do {
            return try read()
        } catch {
            throw ClusterConfigurationError(
                "The \(what) of \(origin) is not a usable PEM file.", whatToDo: "Correct or renew it.")
        }
    }

    private func proxy() throws -> HTTPClient.Configuration.Proxy? {
        guard let proxyURL, !proxyURL.value.isEmpty else { return nil }
        let parts = URLComponents(string: proxyURL.value)
        switch (parts?.scheme, parts?.host) {
        case ("http", let host?):
            let login = parts?.user.map { user in
                HTTPClient.Authorization.basic(username: user, password: parts?.password ?? "")
            }
            return .server(host: host, port: parts?.port ?? 80, authorization: login)
        case ("socks5", let host?):
            return .socksServer(host: host, port: parts?.port ?? 1080)
        default:
            throw ClusterConfigurationError(
                "The proxy-url of \(origin) cannot be used; it may begin with http:// or socks5://.",
                whatToDo: "Correct proxy-url, or remove it to connect directly.")
        }
    }

    /// `host:port` of the proxy in between, for sentences; nil without one.
    var proxyPlace: String? {
        guard let proxyURL, let parts = URLComponents(string: proxyURL.value), let host = parts.host else { return nil }
        return "\(host):\(parts.port ?? (parts.scheme == "socks5" ? 1080 : 80))"
    }

    /// NIOSSL compares a certificate for an address with the address that it is connected to: the proxy's.
    private func checkNameBehindProxy(_ proxy: HTTPClient.Configuration.Proxy?) throws {
        guard let proxy, let url = URLComponents(string: server), url.scheme == "https", let host = url.host,
            host != proxy.host, tlsServerName == nil, !insecureSkipTLSVerify,
            (try? SocketAddress(ipAddress: host.trimmingCharacters(in: CharacterSet(charactersIn: "[]")), port: 0))
                != nil
        else { return }
        throw ClusterConfigurationError(
            "The server of \(origin) is the address \(host), which its certificate cannot be checked against through a "
                + "proxy.",
            whatToDo:
                "Set tls-server-name in the kubeconfig to a name in the certificate (kubernetes.default.svc is in "
                + "most), or list \(host) in noProxy.")
    }
}
