import Redaction
import Testing

@testable import Service

@Suite("Proxies as they are written")
struct ProxyServerTests {
    @Test func readsAddresses() throws {
        #expect(try ProxyServer("http://proxy.corp:3128").address == "http://proxy.corp:3128")
        #expect(try ProxyServer("proxy.corp:3128/").address == "http://proxy.corp:3128")
        #expect(try ProxyServer("http://proxy.corp").port == 80)
        #expect(try ProxyServer("socks5h://Proxy").address == "socks5://proxy:1080")
        #expect(try ProxyServer("https://[fd00::1]:8443").place == "[fd00::1]:8443")
    }

    @Test func readsLoginsAndTellsNoPassword() throws {
        let server = try ProxyServer("http://ada:p%40ss%23@proxy:3128")
        #expect(server.username == "ada")
        #expect(server.password == Redacted("p@ss#"))
        #expect("\(server)" == "http://proxy:3128 as ada, password <redacted>")
        #expect(server.addressWithLogin == Redacted("http://ada:p%40ss%23@proxy:3128"))
        #expect(!String(reflecting: server).contains("p@ss"))
    }

    @Test(arguments: [
        ("", ProxyServer.Unusable.notAnAddress), ("http://", .notAnAddress), ("http://proxy:99999", .notAnAddress),
        ("ftp://proxy:21", .unknownScheme), ("http://proxy/path", .path), ("http://proxy:3128?x=1", .notAnAddress),
        ("http://user:p#ss@proxy:3128", .notAnAddress),
    ])
    func refuses(_ text: String, _ problem: ProxyServer.Unusable) {
        #expect(throws: problem) { try ProxyServer(text) }
    }
}
