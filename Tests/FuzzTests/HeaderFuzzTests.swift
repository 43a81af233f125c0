import Foundation
import Testing

@testable import GitHubAPI

/// The headers of requests and answers.
@Suite struct HeaderFuzzTests {
    private static let signature = "sha256=" + String(repeating: "0123456789abcdef", count: 4)

    @Test func deliveryHeaders() async throws {
        try await Fuzz.run("headers", share: 0.2) { random, last in
            var headers: [String: [String]] = [
                "x-hub-signature-256": [Self.signature], "x-github-event": ["push"], "x-github-delivery": ["0f8f-ad5b"],
                "content-type": ["application/json"], "content-length": ["12"],
            ]
            for name in headers.keys.sorted() where random.chance(oneIn: 2) {
                headers[name] = (0..<random.below(3)).map { _ in Self.mutated(headers[name]?[0] ?? "", &random) }
            }
            last.remember("\(headers)")
            let read = Result { try DeliveryHeaders.read { headers[$0] ?? [] } }
            let given = headers["x-hub-signature-256"] ?? []
            let isSigned = given.count == 1 && given[0].wholeMatch(of: /sha256=[0-9a-f]{64}/) != nil
            switch read {
            case .success(let read):
                try Fuzz.require(isSigned && read.signature.bytes.count == 32, "took the signature \(given)")
                try Fuzz.require(Self.isWord(read.headers.guid) && Self.isWord(read.headers.event), "\(read.headers)")
            case .failure(let refusal as DeliveryRefusal):
                try Fuzz.require([400, 401, 413, 415].contains(refusal.status), "\(refusal.status)")
                if case .signature = refusal { try Fuzz.require(!isSigned, "refused the signature \(given)") }
                try Fuzz.require(refusal.description.hasSuffix("."), "no sentence: \(refusal)")
            case .failure(let other): throw other
            }
        }
    }

    @Test func linkHeaders() async throws {
        try await Fuzz.run("links", share: 0.1) { random, last in
            let header = #"<https://api.github.com/x?page=2&cursor=v1_3>; rel="next", <https://a?b=1>; rel="last""#
            let link = last.remember(Self.mutated(header, &random))
            if let next = LinkHeader.next(link) { try Fuzz.require(link.contains("<\(next)>"), "invented \(next)") }
            _ = LinkHeader.next(link, parameter: "cursor")
        }
    }

    @Test func moments() async throws {
        try await Fuzz.run("moments", share: 0.1) { random, last in
            let moment = Self.mutated(random.pick(["2026-11-20T16:04:05+02:00", "2026-11-20T14:07:17.000Z"]), &random)
            let json = last.remember(try JSONEncoder().encode([moment]))
            let read = try? JSONDecoder().decode([Timestamp].self, from: json)
            guard let date = read?.first?.date else { return }
            try Fuzz.require(date.timeIntervalSince1970.isFinite, "\(moment) became \(date)")
        }
    }

    private static func mutated(_ text: String, _ random: inout SeededRandom) -> String {
        String(decoding: Mutation.apply(Array(text.utf8), besides: Array(signature.utf8), &random), as: UTF8.self)
    }

    private static func isWord(_ text: String) -> Bool {
        (1...100).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
                    || Character(UnicodeScalar(byte)).isASCIIAlphanumeric
            }
    }
}

extension Character {
    fileprivate var isASCIIAlphanumeric: Bool { isASCII && (isLetter || isNumber) }
}
