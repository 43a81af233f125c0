import Foundation
import Logging
import Simulation
import Testing

@testable import slipway

@Suite("Logs as JSON")
struct JSONLogTests {
    @Test func aLineIsOneObjectWhoseMetadataAreMembers() throws {
        let line = JSONLog.line(
            time: Date(timeIntervalSince1970: 1_800_000_000.25), level: .warning, label: "slipway",
            message: "a \"quoted\"\nmessage",
            metadata: ["run": "7", "runs": ["1", "2"], "level": "mine", "of": ["a": "b"], "n": .stringConvertible(3)])
        let text = String(decoding: line, as: UTF8.self)
        #expect(text.hasSuffix("}\n"))
        #expect(text.dropLast().contains("\n") == false)
        #expect(
            try JSONValue(parsing: line) == [
                "time": "2027-01-15T08:00:00.250Z", "level": "warning", "logger": "slipway",
                "message": "a \"quoted\"\nmessage", "run": "7", "runs": ["1", "2"], "level_": "mine",
                "of": ["a": "b"], "n": "3",
            ])
    }
}
