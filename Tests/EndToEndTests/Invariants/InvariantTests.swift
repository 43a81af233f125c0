import Foundation
import Simulation
import Testing

/// The checker itself: it sees what is planted, and holds its peace about an ordinary life.
extension EndToEnd {
    @Suite struct Invariants {
        private let token = PlantedSecret("a token", "ghs_Xk29fLq0Zb7TnV4mWc8RdY1sHp6JgEu3aBtK")

        @Test(arguments: ["raw", "base64", "a slice", "basic credentials", "hex", "URL-encoded", "base64url"])
        func aSecretIsFoundInAnySpelling(_ way: String) throws {
            let value = token.value
            let bytes = Data(value.utf8)
            let text =
                switch way {
                case "raw": "token=\(value) "
                case "a slice": "…\(value.dropFirst(9).prefix(12))…"
                case "base64": bytes.base64EncodedString()
                case "basic credentials": Data("x-access-token:\(value)".utf8).base64EncodedString()
                case "hex": bytes.map { String(format: "%02x", $0) }.joined()
                case "base64url": bytes.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
                default: "%67hs_" + value.dropFirst(4)
                }
            for padding in 0..<5 {
                let padded = String(repeating: "=", count: padding) + text + " and more"
                #expect(!SecretSearch([token]).find(in: Data(padded.utf8)).isEmpty, "\(way) behind \(padding) others")
            }
        }

        @Test func elevenCharactersAndStrangersAreNoSecret() {
            let search = SecretSearch([token])
            #expect(search.find(in: Data("…\(token.value.dropFirst(9).prefix(11))…".utf8)).isEmpty)
            #expect(search.find(in: Data((0..<5_000).map { "run \($0) done; " }.joined().utf8)).isEmpty)
        }

        @Test func anOrdinaryLifeViolatesNothing() async throws {
            try await World.with { world in
                let site = try await world.createRunningRepository("acme/site")
                let commit = try await site.push(build: .failure())
                _ = try await site.comment(on: commit, says: "failed")
                try await site.isQuiet()
                let violations = try await world.invariants()
                #expect(violations.isEmpty, "\(violations)")
            }
        }
    }
}
