import Crypto
import Foundation
import NIOCore
import NIOFoundationCompat
import Redaction

/// HMAC-SHA256 over the raw bytes of a delivery, computed while they arrive.
///
/// Compares the 32 decoded bytes in constant time, against every secret in use.
public struct SignatureVerifier: Sendable {
    private let signature: WebhookSignature
    private var codes: [HMAC<SHA256>]

    public init(secrets: WebhookSecrets, signature: WebhookSignature) {
        self.signature = signature
        codes = secrets.secrets.map { HMAC(key: SymmetricKey(data: Array($0.value.utf8))) }
    }

    /// The next chunk of the body, in order.
    public mutating func update(_ chunk: ByteBuffer) {
        update(chunk.readableBytesView)
    }

    public mutating func update(_ bytes: some DataProtocol) {
        for index in codes.indices {
            codes[index].update(data: bytes)
        }
    }

    /// Whether one of the secrets signed the bytes seen so far.
    public func isValid() -> Bool { signer() != nil }

    /// Which of the secrets signed the bytes seen so far; nil for none. Every secret is tried, whichever fits.
    public func signer() -> Int? {
        codes.indices.reduce(nil) { found, index in
            let matches = codes[index].finalize() == signature.bytes
            return matches ? index : found
        }
    }
}

extension SignatureVerifier: CustomStringConvertible, CustomReflectable {
    public var description: String { "<signature verifier>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
