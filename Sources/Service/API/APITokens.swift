import Crypto
import Foundation
import Redaction

/// Who may use the API. Tokens are compared by their codes under a key that only this process has: how long that takes
/// tells nothing of them.
struct APITokens: Sendable {
    /// What a token allows; and its name, as the audit has it.
    enum Rights: String, Sendable, Equatable {
        case none
        /// `api.readToken`
        case read
        /// `api.token`
        case all = "api"
    }

    private let key = SymmetricKey(size: .bits256)
    private let known: [(code: HMAC<SHA256>.MAC, rights: Rights)]

    /// - Parameter reading: may only read.
    init(_ token: Redacted, reading: Redacted?) {
        var known = [(code: Self.code(token.value, key), rights: Rights.all)]
        if let reading { known.append((Self.code(reading.value, key), .read)) }
        self.known = known
    }

    /// What the fields `Authorization` of a request allow (RFC 6750, 2.1); more than one of them is none.
    func rights(of authorization: [String]) -> Rights {
        guard authorization.count == 1, let field = authorization.first else { return .none }
        let words = field.split(separator: " ", omittingEmptySubsequences: true)
        guard words.count == 2, words[0].lowercased() == "bearer" else { return .none }
        let code = Self.code(String(words[1]), key)
        // All are compared, whichever it is.
        return known.reduce(.none) { $1.code == code && $0 == .none ? $1.rights : $0 }
    }

    private static func code(_ token: String, _ key: SymmetricKey) -> HMAC<SHA256>.MAC {
        HMAC<SHA256>.authenticationCode(for: Data(token.utf8), using: key)
    }
}
