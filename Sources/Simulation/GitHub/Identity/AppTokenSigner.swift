import Foundation
import X509

/// Signs JSON web tokens as the App would.
struct AppTokenSigner {
    let app: AppCredentials

    /// A token of these claims, with RS256.
    func token(_ claims: JSONValue) throws -> String {
        let key = try Certificate.PrivateKey(pemEncoded: app.privateKeyPEM)
        let header: JSONValue = ["alg": "RS256", "typ": "JWT"]
        let content = Self.base64URL(header.serialized()) + "." + Self.base64URL(claims.serialized())
        let signature = try key.sign(bytes: Data(content.utf8), signatureAlgorithm: .sha256WithRSAEncryption)
        return content + "." + Self.base64URL(Data(signature.rawRepresentation))
    }

    private static func base64URL(_ data: Data) -> String {
        data.base64EncodedString().replacingOccurrences(of: "+", with: "-")
            .replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
    }
}

extension SimulatedGitHub {
    /// A JSON web token of the App, good for nine minutes; for trying the API by hand and in tests.
    public func appToken() throws -> String {
        let seconds = Int(now.timeIntervalSince1970)
        return try AppTokenSigner(app: app).token([
            "iat": .int(seconds - 60), "exp": .int(seconds + 540), "iss": .string(String(app.id)),
        ])
    }
}
