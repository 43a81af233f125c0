import Foundation
import Redaction

/// When a token ends by its own words: the claim `exp` of a JSON web token (RFC 7519). It is only read, not believed.
enum TokenEnd {
    private struct Claims: Decodable { let exp: Double }

    static func of(_ token: Redacted) -> Date? {
        let parts = token.value.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].hasPrefix("ey") else { return nil }
        let plain = parts[1].replacing("-", with: "+").replacing("_", with: "/")
        guard let data = Data(base64Encoded: plain + String(repeating: "=", count: (4 - plain.count % 4) % 4)),
            let claims = try? JSONDecoder().decode(Claims.self, from: data), claims.exp.isFinite, claims.exp > 0
        else { return nil }
        return Date(timeIntervalSince1970: claims.exp)
    }
}
