import Redaction

extension ConfigurationReader {
    /// What the configuration says, else what the environment says: `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, in capitals or
    /// not.
    mutating func proxies(_ environment: [String: String]) -> Proxies {
        var proxies = Proxies(exceptions: exceptions(environment))
        if let key = chosen("proxy", "proxyFile") {
            guard let text = secret("proxy", file: "proxyFile", subject: "the proxy's address") else { return proxies }
            guard text.value != "none" else { return proxies }
            proxies.https = ownProxy(text, values[key]?.place, named: key)
            proxies.http = proxies.https
        } else {
            proxies.https = proxy(environment, "HTTPS_PROXY", "https_proxy")
            proxies.http = proxy(environment, "HTTP_PROXY", "http_proxy")
        }
        return proxies
    }

    private mutating func exceptions(_ environment: [String: String]) -> NoProxy {
        guard values["noProxy"] != nil else {
            let written = ["NO_PROXY", "no_proxy"].compactMap { environment[$0] }.first { !$0.isEmpty }
            return NoProxy(commaSeparated: written ?? "")
        }
        let entries = list("noProxy")
        for (text, place) in entries where NoProxy.rule(text) == nil {
            report(
                place, "noProxy holds \"\(text)\".",
                "Write a name (example.com), names below one (.example.com), an address or a range (10.0.0.0/8), or *.")
        }
        return NoProxy(entries.map(\.text))
    }

    private mutating func proxy(_ environment: [String: String], _ names: String...) -> ProxyServer? {
        for name in names {
            guard let text = environment[name], !text.isEmpty else { continue }
            return ownProxy(Redacted(text), .variable(name), named: name)
        }
        return nil
    }

    /// One that Slipway's own client can use.
    private mutating func ownProxy(
        _ text: Redacted, _ place: ConfigurationPlace?, named key: String
    ) -> ProxyServer? {
        guard let server = proxyServer(text, place, named: key) else { return nil }
        switch (server.scheme, server.username) {
        case (.https, _):
            report(
                place, "\(key) begins with https://, and Slipway does not speak to proxies over TLS.",
                "Write http:// if the proxy takes it; what goes through to https addresses is encrypted all the same. "
                    + "proxy: none connects directly.")
        case (.socks5, .some):
            report(
                place, "\(key) has a user name for a SOCKS5 proxy, and Slipway cannot log in to those.",
                "Use an HTTP proxy, or a SOCKS5 proxy without a login.")
        default: return server
        }
        return nil
    }

    /// - Parameter text: is in no message, for there may be a password in it.
    mutating func proxyServer(_ text: Redacted, _ place: ConfigurationPlace?, named key: String) -> ProxyServer? {
        do {
            return try ProxyServer(text.value)
        } catch {
            let what =
                switch error {
                case .notAnAddress: "\(key) is not the address of a proxy."
                case .unknownScheme: "\(key) begins with a scheme that no proxy has."
                case .path: "\(key) has a path; a proxy has none."
                }
            report(
                place, what,
                "It should be like http://USER:PASSWORD@HOST:3128 or socks5://HOST:1080; in the password, characters "
                    + "such as @ and # are written as %40 and %23.")
            return nil
        }
    }
}
