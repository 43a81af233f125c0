import Foundation
import Simulation
import Testing

extension EndToEnd {
    /// Bodies with the right signature and the strangest contents: each is stored, decided with a reason, and harms
    /// nothing.
    @Suite struct HostilePayloads {
        @Test func everyOneIsDecidedWithAReason() async throws {
            try await World.with { world in
                for (name, event, body) in Self.payloads {
                    let guid = UUID().uuidString
                    #expect(try await world.deliver(event, body, guid: guid) == 202, "\(name)")
                    let decision = try await world.decision(guid)
                    let status = decision["status"]?.string ?? ""
                    #expect(["undecodable", "ignored"].contains(status), "\(name): \(decision)")
                    #expect(decision["reason"]?.string?.isEmpty == false, "\(name): \(decision)")
                }
                let site = try await world.createRunningRepository("acme/site")
                #expect(try await site.state == "active")
                let memory = try #require(await world.program.flatMap { ProcessMemory(of: $0.processIdentifier) })
                #expect(memory.peak < 256, "\(memory)")
                print("Hostile payloads: \(Self.payloads.count) decided; \(memory)")
            }
        }

        static let payloads: [(name: String, event: String, body: Data)] = [
            ("100,000 arrays deep", "push", text(String(repeating: "[", count: 100_000))),
            ("100,000 objects deep", "push", text(String(repeating: #"{"a":"#, count: 100_000))),
            ("closed again", "push", nested("[", "1", "]")),
            ("deep in a known field", "push", push(ref: String(repeating: "[", count: 100_000))),
            ("deep, closed, in a known field", "push", pushData(before: nested("[", "1", "]"))),
            ("huge number", "push", push(id: String(repeating: "9", count: 100_000))),
            ("huge exponent", "push", push(id: "1e999999999")),
            ("a number above Int64", "push", push(id: "18446744073709551616")),
            ("a negative id", "push", push(id: "-9223372036854775808")),
            ("a fraction for an id", "push", push(id: "1.5")),
            ("lone high surrogate", "push", push(ref: #""refs/heads/\ud800""#)),
            ("lone low surrogate", "push", push(ref: #""refs/heads/\udc00""#)),
            ("NUL in a string", "push", push(ref: #""refs/heads/ma\u0000in""#)),
            ("raw NUL", "push", push(ref: "\"refs/heads/ma\0in\"")),
            ("wrong UTF-8", "push", push(raw: [0x22, 0xff, 0xfe, 0xc0, 0x80, 0x22])),
            ("an overlong path", "push", push(name: #""\#(String(repeating: "../", count: 10_000))""#)),
            ("duplicate keys", "push", text(#"{"ref":"a","ref":"b","ref":["c"],"action":1,"action":"x"}"#)),
            ("200,000 keys", "push", text("{" + (0..<200_000).map { "\"k\($0)\":0" }.joined(separator: ",") + "}")),
            ("two million numbers", "push", text("[" + String(repeating: "1,", count: 2_000_000) + "1]")),
            ("a 20 MB string", "push", push(ref: "\"" + String(repeating: "x", count: 20_000_000) + "\"")),
            ("empty", "push", Data()),
            ("no JSON", "push", text("payload=%7B%7D")),
            ("a byte order mark", "push", Data([0xef, 0xbb, 0xbf]) + text("[]")),
            ("UTF-16", "push", text("{}").flatMap { [0, $0] }.reduce(into: Data()) { $0.append($1) }),
            ("null", "repository", text("null")),
            ("another event's body", "workflow_run", push()),
        ]

        private static func text(_ text: String) -> Data { Data(text.utf8) }

        private static func nested(_ open: String, _ middle: String, _ close: String) -> Data {
            text(String(repeating: open, count: 100_000) + middle + String(repeating: close, count: 100_000))
        }

        private static func push(
            ref: String = #""refs/heads/main""#, id: String = "1", name: String = #""acme/other""#, raw: [UInt8]? = nil
        ) -> Data {
            let zero = String(repeating: "0", count: 40)
            return text(#"{"ref":"#) + (raw.map { Data($0) } ?? text(ref))
                + text(
                    #","before":"\#(zero)","after":"\#(zero)","pusher":{},"commits":[],"repository":{"id":\#(id),"#
                        + #""full_name":\#(name),"name":"other","owner":{"login":"acme","id":1}}}"#)
        }

        private static func pushData(before: Data) -> Data {
            text(#"{"ref":"refs/heads/main","after":"0","pusher":{},"repository":{},"before":"#) + before + text("}")
        }
    }
}
