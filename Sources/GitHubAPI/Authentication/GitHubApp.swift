import Foundation
import JWTKit
import Redaction

/// A GitHub App: its id (or client id) and private key. Signs the tokens with which the App speaks for itself.
public struct GitHubApp: Sendable {
    /// The private key is no RSA key in PEM (PKCS#1 or PKCS#8) of at least 2048 bits. Tells nothing of its content.
    public struct UnusableKey: Error, Sendable, CustomStringConvertible, LocalizedError {
        public var description: String {
            "The App's private key is not an RSA key in PEM format. Use the .pem file that GitHub made for the App."
        }
        public var errorDescription: String? { description }
    }

    /// App id or client id, the `iss` of its tokens.
    public let id: String
    private let keys: JWTKeyCollection

    public init(id: String, privateKey: Redacted) async throws(UnusableKey) {
        guard let key = try? Insecure.RSA.PrivateKey(pem: privateKey.value) else { throw UnusableKey() }
        self.id = id
        keys = await JWTKeyCollection().add(rsa: key, digestAlgorithm: .sha256)
    }

    /// GitHub refuses more than ten minutes; clocks that differ by a minute are allowed for on both ends.
    static let lifetime = 540

    /// A token that lets the App speak for itself for nine minutes.
    func token(at now: Date) async throws -> AccessToken {
        let seconds = Int(now.timeIntervalSince1970.rounded(.down))
        let claims = Claims(iat: seconds - 60, exp: seconds + Self.lifetime, iss: id)
        let text = try await keys.sign(claims)
        return AccessToken(
            value: Redacted(text), expiresAt: Date(timeIntervalSince1970: TimeInterval(claims.exp)))
    }

    // Whole numbers: GitHub refuses the fractions that JWTKit's own date claims are written with.
    private struct Claims: JWTPayload {
        let iat: Int
        let exp: Int
        let iss: String

        func verify(using algorithm: some JWTAlgorithm) {}
    }
}
