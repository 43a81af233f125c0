import Foundation
import Simulation
import Testing

extension EndToEnd {
    /// What is no delivery of GitHub's is refused with the right status and a sentence, and harms nobody else.
    @Suite struct Malformed {
        struct Case: Sendable, CustomTestStringConvertible {
            let name: String
            let bytes: Data
            let status: Int
            /// A part of the sentence.
            let says: String

            init(_ name: String, _ request: WebhookRequest, _ status: Int, _ says: String) {
                self.init(name, request.bytes, status, says)
            }

            init(_ name: String, _ bytes: Data, _ status: Int, _ says: String) {
                (self.name, self.bytes, self.status, self.says) = (name, bytes, status, says)
            }

            var testDescription: String { name }
        }

        @Test func requestsThatNobodyShouldSend() async throws {
            try await World.with { world in
                let listen = try #require(await world.addresses).listen
                for each in Self.signatures + Self.headers + Self.bodies + Self.notHTTP {
                    let answer = try await RawConnection.exchange(each.bytes, with: listen)
                    #expect(answer.status == each.status, "\(each.name): \(answer.text)")
                    #expect(answer.text.contains(each.says), "\(each.name): \(answer.text)")
                    let honest = try await RawConnection.exchange(WebhookRequest().bytes, with: listen)
                    #expect(honest.status == 202, "after \(each.name): \(honest.text)")
                    #expect(await world.program?.ending == nil, "\(each.name)")
                }
            }
        }

        private static let signature = "X-Hub-Signature-256"
        private static let good = WebhookRequest()
        private static let right = WebhookRequest.signature(of: good.body)

        static let signatures: [Case] = [
            Case("no signature", good.without(signature), 401, "has no X-Hub-Signature-256"),
            Case("an empty signature", good.with(signature, ""), 401, "64 lower-case hex digits"),
            Case("a short signature", good.with(signature, String(right.dropLast())), 401, "64 lower-case"),
            Case("a long signature", good.with(signature, right + "0"), 401, "64 lower-case"),
            Case("capitals", good.with(signature, "sha256=" + right.dropFirst(7).uppercased()), 401, "64 lower-case"),
            Case("another scheme", good.with(signature, right.replacing("sha256", with: "sha512")), 401, "64 lower"),
            Case("two signatures", good.adding(signature, right), 401, "more than one X-Hub-Signature-256"),
            Case("two in one header", good.with(signature, "\(right), \(right)"), 401, "64 lower-case"),
            Case(
                "another secret's", good.with(signature, WebhookRequest.signature(of: good.body, secret: "other")), 401,
                "does not fit the body"),
            Case("SHA-1 only", good.without(signature).adding("X-Hub-Signature", "sha1=00"), 401, "has no X-Hub"),
        ]

        static let headers: [Case] = [
            Case("no event", good.without("X-GitHub-Event"), 400, "no usable X-GitHub-Event"),
            Case("two events", good.adding("X-GitHub-Event", "push"), 400, "no usable X-GitHub-Event"),
            Case("an event with a path", good.with("X-GitHub-Event", "../push"), 400, "no usable X-GitHub-Event"),
            Case(
                "a long event", good.with("X-GitHub-Event", "\(repeatElement("e", count: 101).joined())"), 400, "no us"),
            Case("no delivery", good.without("X-GitHub-Delivery"), 400, "no usable X-GitHub-Delivery"),
            Case("two deliveries", good.adding("X-GitHub-Delivery", "b"), 400, "no usable X-GitHub-Delivery"),
            Case("gzip", good.adding("Content-Encoding", "gzip"), 415, "Content-Encoding"),
            Case("a gzip bomb", good.adding("Content-Encoding", "gzip, gzip"), 415, "Content-Encoding"),
            Case("a form", good.with("Content-Type", "application/x-www-form-urlencoded"), 415, "application/json"),
            Case("another path", line("POST /admin HTTP/1.1"), 404, "POST /webhooks/github"),
            Case("another method", line("PUT /webhooks/github HTTP/1.1"), 405, "with POST"),
            Case("too many headers", (0..<200).reduce(good) { $0.adding("X-\($1)", "1") }, 431, "headers"),
            Case("a huge header", good.adding("X-Huge", String(repeating: "h", count: 100_000)), 431, "headers"),
        ]

        static let bodies: [Case] = [
            Case("a declared 25 MiB and a byte", declared("\(25 * 1_024 * 1_024 + 1)"), 413, "larger than 25 MiB"),
            Case("a length beyond any number", declared("99999999999999999999999"), 400, "refused"),
            Case("a negative length", declared("-1"), 400, "refused"),
            Case("a length that is none", declared("many"), 400, "refused"),
            Case("two lengths", good.adding("Content-Length", "1"), 400, "refused"),
            Case("length and chunks", good.adding("Transfer-Encoding", "chunked"), 400, "refused"),
            Case("a chunk size that is none", good.chunked("zz\r\n{}\r\n0\r\n\r\n"), 400, "refused"),
            Case("a chunk size beyond any number", good.chunked("fffffffffffffffff\r\n{}\r\n"), 400, "refused"),
            Case("a negative chunk", good.chunked("-1\r\n{}\r\n0\r\n\r\n"), 400, "refused"),
            Case("a chunk that is too long", good.chunked("1\r\n{}\r\n0\r\n\r\n"), 400, "refused"),
            Case("chunked twice", good.chunked("0\r\n\r\n").adding("Transfer-Encoding", "chunked"), 400, "refused"),
            Case("an unknown coding", good.chunked("").with("Transfer-Encoding", "gzip"), 400, "refused"),
        ]

        static let notHTTP: [Case] = [
            Case("no request line", Data("hello\r\n\r\n".utf8), 400, "not HTTP/1.1"),
            Case("no version", Data("POST /webhooks/github\r\n\r\n".utf8), 400, "not HTTP/1.1"),
            Case("another version", line("POST /webhooks/github HTTP/9.9"), 400, "not HTTP/1.1"),
            Case("NUL in the path", line("POST /webhooks\0/github HTTP/1.1"), 400, "not HTTP/1.1"),
            Case("NUL in a header", good.adding("X-Nul", "a\0b"), 400, "not HTTP/1.1"),
            Case("a bare line feed in a header", good.adding("X-Split", "a\r\nb c"), 400, "not HTTP/1.1"),
            Case("a header without a name", good.adding("", "x"), 400, "not HTTP/1.1"),
            Case("a blank before the colon", good.adding("X-Blank ", "x"), 400, "not HTTP/1.1"),
            Case("TLS", Data([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03]), 400, "not HTTP/1.1"),
            Case("random bytes", Data((0..<5_000).map { UInt8(truncatingIfNeeded: $0 &* 197 &+ 11) }), 400, "not HTTP"),
        ]

        private static func line(_ line: String) -> WebhookRequest {
            var request = good
            request.line = line
            return request
        }

        private static func declared(_ length: String) -> WebhookRequest { good.with("Content-Length", length) }
    }
}
