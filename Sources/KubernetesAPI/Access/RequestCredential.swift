import Foundation
import Redaction

/// What one request carries to show who sends it.
struct RequestCredential: Sendable {
    /// The value of the Authorization header.
    var authorization: Redacted?
    /// Instead of the configuration's certificate.
    var clientCertificate: ClientCertificate?

    static func bearer(_ token: Redacted) -> Self {
        Self(authorization: Redacted("Bearer \(token.value)"))
    }

    static func basic(_ username: String, _ password: Redacted) -> Self {
        Self(authorization: Redacted("Basic " + Data("\(username):\(password.value)".utf8).base64EncodedString()))
    }
}
