import Crypto
import Foundation
import Redaction

/// What is remembered of a configuration with secrets in it, to see whether it is another one. Who reads the database cannot
/// try out passwords with it: it takes a key that is not there.
enum Fingerprint {
    /// - Parameter key: the first of them is taken.
    static func of(_ parts: [String?], key: [Redacted]) -> String {
        // Each part after its length, so that no two lists read alike.
        let text = parts.map { $0.map { "\($0.utf8.count):\($0)" } ?? "-" }.joined()
        let key = SymmetricKey(data: Data((key.first?.value ?? "").utf8))
        return Data(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key)).base64EncodedString()
    }
}
