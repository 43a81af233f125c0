import Foundation
import X509

/// Checks the JSON web tokens an App signs, with GitHub's messages for what is wrong with them.
struct AppTokenVerifier: Sendable {
    /// A token that is not accepted; the message is what GitHub says.
    struct Refused: Error { let message: String }

    private struct Header: Decodable { let alg: String }
    private struct Claims: Decodable {
        let iss: JSONValue
        let iat: JSONValue
        let exp: JSONValue
    }

    let app: AppCredentials
    private let publicKey: Certificate.PublicKey

    init(app: AppCredentials) throws {
        self.app = app
        publicKey = try Certificate.PrivateKey(pemEncoded: app.privateKeyPEM).publicKey
    }

    /// Signature, issuer, and the two times: `iat` not in the future, `exp` at most ten minutes away; whole seconds
    /// both.
    func verify(_ token: String, now: Date) throws(Refused) {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let signature = Self.base64URL(parts[2]),
            let header = Self.decode(Header.self, parts[0]), header.alg == "RS256",
            let claims = Self.decode(Claims.self, parts[1]),
            publicKey.isValidSignature(
                signature, for: Data("\(parts[0]).\(parts[1])".utf8), signatureAlgorithm: .sha256WithRSAEncryption)
        else { throw Refused(message: "A JSON web token could not be decoded") }
        try checkTimes(claims, now: now)
        let issuer = claims.iss.string ?? claims.iss.int.map(String.init) ?? ""
        guard issuer == String(app.id) || issuer == app.clientID else {
            throw Refused(message: "Integration not found")
        }
    }

    private func checkTimes(_ claims: Claims, now: Date) throws(Refused) {
        let seconds = now.timeIntervalSince1970
        guard let issued = claims.iat.int, Double(issued) <= seconds else {
            throw Refused(
                message:
                    "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued")
        }
        guard let expires = claims.exp.int, Double(expires) > seconds else {
            throw Refused(
                message:
                    "'Expiration time' claim ('exp') must be a numeric value representing the future time at which "
                    + "the assertion expires")
        }
        guard Double(expires) <= seconds + 600 else {
            throw Refused(message: "'Expiration time' claim ('exp') is too far in the future")
        }
    }

    private static func decode<T: Decodable>(_ type: T.Type, _ part: Substring) -> T? {
        base64URL(part).flatMap { try? JSONDecoder().decode(type, from: $0) }
    }

    private static func base64URL(_ text: Substring) -> Data? {
        let plain = text.replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/")
        return Data(base64Encoded: plain + String(repeating: "=", count: (4 - plain.count % 4) % 4))
    }
}
