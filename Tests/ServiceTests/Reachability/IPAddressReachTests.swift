import Testing

@testable import Service

@Suite("Which addresses are public")
struct IPAddressReachTests {
    @Test(arguments: [
        "8.8.8.8", "1.1.1.1", "100.63.255.255", "100.128.0.0", "172.15.255.255", "172.32.0.0", "192.167.1.1",
        "169.253.0.1", "223.255.255.255", "2606:4700::1111", "64:ff9b::808:808", "2002:808:808::1",
    ])
    func isPublic(_ text: String) throws {
        #expect(try #require(IPAddress(text)).isPublic)
    }

    @Test(arguments: [
        "0.0.0.0", "10.96.0.1", "100.64.0.1", "127.0.0.1", "127.255.255.254", "169.254.169.254", "172.16.0.1",
        "172.31.255.255", "192.168.1.1", "198.18.0.1", "224.0.0.1", "255.255.255.255",
        "::", "::1", "fe80::1", "fd00::1", "fc00::1", "ff02::1", "fec0::1",
        // Ways to write or to reach an IPv4 address by an IPv6 one.
        "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "64:ff9b::a00:1", "64:ff9b::7f00:1",
        "2002:7f00:1::", "2002:a9fe:a9fe::1",
    ])
    func isNotPublic(_ text: String) throws {
        #expect(try #require(IPAddress(text)).isPublic == false)
    }

    @Test func readsAndWritesAddresses() {
        #expect(IPAddress("[FD00::1]")?.description == "fd00::1")
        #expect(IPAddress("fe80::1%eth0")?.description == "fe80::1")
        #expect(IPAddress("::ffff:10.0.0.1") == IPAddress("10.0.0.1"))
        for text in ["", "10.0.0", "010.0.0.1", "0x7f.0.0.1", "2130706433", "example.com", ":::"] {
            #expect(IPAddress(text) == nil)
        }
    }
}
