import Testing

@testable import Service

@Suite("Listening")
struct HTTPServerTests {
    func server(_ address: SocketAddress) -> HTTPServer<Nothing> {
        HTTPServer(
            key: "listen", address: address, responder: Nothing(), limits: HTTPLimits(),
            connections: OpenConnections(limit: 64), logger: .silent)
    }

    @Test func anOccupiedPortIsOneClearSentence() async throws {
        let first = server(SocketAddress(host: "127.0.0.1", port: 0))
        try await serving([first]) {
            let address = try await first.bound.value()
            let second = server(address)
            await #expect(
                throws: StartFailure(
                    "cannot listen on \(address): address already in use.",
                    whatToDo: "Stop the process that uses it, or set listen to another address.")
            ) {
                try await second.run()
            }
            await #expect(throws: StartFailure.self) { try await second.bound.value() }
        }
    }

    @Test func addressesOfAllForms() {
        #expect(SocketAddress("127.0.0.1:80") == SocketAddress(host: "127.0.0.1", port: 80))
        #expect(SocketAddress(":8080") == SocketAddress(host: "0.0.0.0", port: 8080))
        #expect(SocketAddress("[::1]:8080")?.description == "[::1]:8080")
        for text in ["", "80", "::1:80", "host:", "host:70000", "host:-1"] { #expect(SocketAddress(text) == nil) }
    }
}
