import Crypto
import Foundation
import Testing

@testable import GitHubAPI

/// How long a comparison takes must not tell how much of a guessed signature is right. That cannot be measured reliably
/// on a busy machine; what can be held is that the only comparison there is, is the library's, which is constant-time.
@Suite struct ConstantTimeTests {
    private static let sources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Sources/GitHubAPI/Webhooks")

    @Test func signaturesAreComparedByTheLibraryAlone() throws {
        let source = try String(contentsOf: Self.sources.appending(path: "SignatureVerifier.swift"), encoding: .utf8)
        let comparisons = source.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.hasPrefix("//") && $0.contains(/==|!=|elementsEqual|starts\(with|memcmp|hasPrefix/) }
        #expect(
            comparisons == [
                // Whether there is one, not which.
                "public func isValid() -> Bool { signer() != nil }",
                "let matches = codes[index].finalize() == signature.bytes",
            ])
        // `HMAC.MAC == some DataProtocol` is swift-crypto's safeCompare; two arrays would be compared byte by byte.
        let code: Any.Type = type(of: HMAC<SHA256>(key: SymmetricKey(size: .bits256)).finalize())
        #expect(code is any MessageAuthenticationCode.Type)
    }

    @Test func signaturesCannotBeComparedAsValues() {
        let type: Any.Type = WebhookSignature.self
        #expect(!(type is any Equatable.Type))
    }
}
