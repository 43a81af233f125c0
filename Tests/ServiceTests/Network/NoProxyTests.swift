import Testing

@testable import Service

@Suite("Hosts without a proxy")
struct NoProxyTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let entries: String
        let host: String
        var port = 443
        let isCovered: Bool

        var testDescription: String { "\(entries) and \(host):\(port)" }
    }

    static let cases: [Case] = [
        Case(entries: "", host: "example.com", isCovered: false),
        Case(entries: "example.com", host: "example.com", isCovered: true),
        Case(entries: "example.com", host: "API.Example.com", isCovered: true),
        Case(entries: "example.com", host: "badexample.com", isCovered: false),
        Case(entries: "example.com", host: "example.com.evil.org", isCovered: false),
        Case(entries: ".example.com", host: "example.com", isCovered: false),
        Case(entries: ".example.com", host: "a.b.example.com", isCovered: true),
        Case(entries: "*.example.com", host: "example.com", isCovered: false),
        Case(entries: "*.example.com", host: "a.example.com", isCovered: true),
        Case(entries: "example.com:8443", host: "example.com", port: 8443, isCovered: true),
        Case(entries: "example.com:8443", host: "example.com", isCovered: false),
        Case(entries: " other.org ,, Example.COM ", host: "example.com", isCovered: true),
        Case(entries: "*", host: "anything", isCovered: true),
        Case(entries: "10.1.2.3", host: "10.1.2.3", isCovered: true),
        Case(entries: "10.1.2.3", host: "10.1.2.30", isCovered: false),
        Case(entries: "10.1.2.3:80", host: "10.1.2.3", isCovered: false),
        Case(entries: "10.1.2.3:80", host: "10.1.2.3", port: 80, isCovered: true),
        Case(entries: "10.0.0.0/8", host: "10.255.0.1", isCovered: true),
        Case(entries: "10.0.0.0/8", host: "11.0.0.1", isCovered: false),
        Case(entries: "172.16.0.0/12", host: "172.31.255.255", isCovered: true),
        Case(entries: "172.16.0.0/12", host: "172.32.0.0", isCovered: false),
        Case(entries: "0.0.0.0/0", host: "8.8.8.8", isCovered: true),
        Case(entries: "0.0.0.0/0", host: "example.com", isCovered: false),
        Case(entries: "10.0.0.0/8", host: "10.example.com", isCovered: false),
        Case(entries: "10.0.0.0/8", host: "::ffff:10.0.0.1", isCovered: true),
        Case(entries: "fd00::/8", host: "fd12::1", isCovered: true),
        Case(entries: "fd00::/8", host: "fe80::1", isCovered: false),
        Case(entries: "::1", host: "::1", isCovered: true),
        Case(entries: "[fd00::1]:80", host: "fd00::1", port: 80, isCovered: true),
        Case(entries: "[fd00::1]:80", host: "fd00::1", isCovered: false),
        Case(entries: "10.0.0.0/33", host: "10.0.0.1", isCovered: false),
        Case(entries: "exa*mple.com", host: "example.com", isCovered: false),
    ]

    @Test(arguments: cases)
    func covers(_ example: Case) {
        #expect(
            NoProxy(commaSeparated: example.entries).covers(host: example.host, port: example.port)
                == example.isCovered)
    }

    @Test func thisMachineIsNeverProxied() throws {
        let server = try ProxyServer("http://proxy:3128")
        let proxies = Proxies(https: server, http: server)
        for url in ["http://localhost/", "http://127.0.0.1:8080/", "https://127.8.9.1", "https://[::1]:6443/api"] {
            #expect(proxies.server(for: url) == nil)
        }
        #expect(proxies.server(for: "https://api.github.com") == server)
        #expect(proxies.server(for: "ftp://example.com") == nil)
    }

    @Test func schemesMayHaveProxiesOfTheirOwn() throws {
        let proxies = Proxies(
            https: try ProxyServer("one:1"), http: try ProxyServer("two:2"),
            exceptions: NoProxy(["example.com:443", "10.0.0.0/8"]))
        #expect(proxies.server(for: "https://github.com")?.place == "one:1")
        #expect(proxies.server(for: "http://github.com")?.place == "two:2")
        #expect(proxies.server(for: "https://example.com") == nil)
        #expect(proxies.server(for: "http://example.com")?.place == "two:2")
        #expect(proxies.server(for: "https://10.0.0.1:6443") == nil)
    }
}
