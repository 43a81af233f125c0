import Foundation
import GRDB
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

        @Test(arguments: [
            ("DELETE FROM audit WHERE outcome = 'asked'", "tells 0 times who asked for run"),
            ("DELETE FROM audit WHERE outcome = 'done'", "tells 0 times how run"),
            ("UPDATE audit SET outcome = 'failed' WHERE outcome = 'done'", "is failed, and it is done"),
            ("UPDATE audit SET actor = 'eve' WHERE actorKind = 'sender'", "and the audit says eve"),
        ])
        func anAuditThatTellsSomethingElseThanTheRuns(_ lie: String, _ words: String) async throws {
            try await World.with { world in
                _ = try await world.createRunningRepository("acme/site")
                #expect(try await world.terminate() == .exited(0))
                let ordinary = try await world.invariants()
                #expect(ordinary.isEmpty, "\(ordinary)")
                let database = try DatabaseQueue(path: world.folder.appending(path: "data/slipway.sqlite").path)
                try await database.write { db in
                    // What keeps lines from being changed has to go first.
                    for name in try String.fetchAll(db, sql: "SELECT name FROM sqlite_schema WHERE type = 'trigger'")
                    where name.hasPrefix("audit") { try db.execute(sql: "DROP TRIGGER \(name)") }
                    try db.execute(sql: lie)
                }
                try database.close()
                let found = try await world.invariants()
                #expect(found.contains { $0.invariant == .i11 && $0.evidence.contains(words) }, "\(found)")
            }
        }
    }
}
