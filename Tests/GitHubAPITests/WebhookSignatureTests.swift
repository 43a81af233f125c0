import Crypto
import Foundation
import GitHubAPI
import NIOCore
import Redaction
import Testing

@Suite("Webhook signatures")
struct WebhookSignatureTests {
    // The example of GitHub's documentation, "Validating webhook deliveries".
    static let secret = Redacted("It's a Secret to Everybody")
    static let body = "Hello, World!"
    static let header = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"

    func verify(_ secrets: [Redacted], header: String = header, chunks: [String] = [body]) throws -> Bool {
        var verifier = SignatureVerifier(
            secrets: try WebhookSecrets(secrets), signature: try WebhookSignature(headerValue: header))
        for chunk in chunks { verifier.update(ByteBuffer(string: chunk)) }
        return verifier.isValid()
    }

    @Test func acceptsTheDocumentedExample() throws {
        #expect(try verify([Self.secret]))
    }

    @Test func chunksCountAsOneBody() throws {
        #expect(try verify([Self.secret], chunks: ["Hel", "", "lo, World", "!"]))
        #expect(try !verify([Self.secret], chunks: ["Hello, World"]))
    }

    @Test func eitherOfTwoSecretsWillDo() throws {
        #expect(try verify([Self.secret, Redacted("new")]))
        #expect(try verify([Redacted("new"), Self.secret]))
        #expect(try !verify([Redacted("new"), Redacted("newer")]))
    }

    @Test func oneChangedBitIsRefused() throws {
        let changed = Self.header.dropLast() + "6"
        #expect(try !verify([Self.secret], header: String(changed)))
        #expect(try !verify([Self.secret], chunks: ["Hello, World?"]))
    }

    @Test func anEmptyBodyHasASignatureToo() throws {
        let code = HMAC<SHA256>.authenticationCode(for: [UInt8](), using: SymmetricKey(data: Data("s".utf8)))
        let header = "sha256=" + code.map { String(format: "%02x", $0) }.joined()
        #expect(try verify([Redacted("s")], header: header, chunks: []))
    }

    @Test(arguments: [
        "", "sha256=", "sha1=" + String(repeating: "a", count: 64), String(repeating: "a", count: 64),
        "sha256=" + String(repeating: "a", count: 63), "sha256=" + String(repeating: "a", count: 65),
        "sha256=" + String(repeating: "g", count: 64), " " + header, header + " ", "SHA256=" + header.dropFirst(7),
        "sha256=" + header.dropFirst(7).uppercased(), header + ", " + header,
        "sha256=" + String(repeating: "é", count: 32),
    ])
    func onlySixtyFourLowerCaseDigitsAreASignature(_ header: String) {
        #expect(throws: WebhookSignature.Refusal.malformed) { try WebhookSignature(headerValue: header) }
    }

    @Test func absentAndDoubledHeadersAreRefused() {
        #expect(throws: WebhookSignature.Refusal.missing) { try WebhookSignature(headerValues: []) }
        #expect(throws: WebhookSignature.Refusal.duplicate) {
            try WebhookSignature(headerValues: [Self.header, Self.header])
        }
    }

    @Test func secretsAreOneOrTwoAndNotEmpty() {
        #expect(throws: WebhookSecrets.Refusal.none) { try WebhookSecrets([]) }
        #expect(throws: WebhookSecrets.Refusal.empty) { try WebhookSecrets([Redacted("a"), Redacted("")]) }
        #expect(throws: WebhookSecrets.Refusal.tooMany) {
            try WebhookSecrets([Redacted("a"), Redacted("b"), Redacted("c")])
        }
    }

    @Test func nothingPrintsASecret() throws {
        let signature = try WebhookSignature(headerValue: Self.header)
        let secrets = try WebhookSecrets(Self.secret)
        var text = ""
        dump((secrets, signature, SignatureVerifier(secrets: secrets, signature: signature)), to: &text)
        #expect(!text.contains("Secret to"))
        #expect(!text.contains("117"), "a byte of the signature")
        #expect("\(signature)" == "<signature>")
    }
}
