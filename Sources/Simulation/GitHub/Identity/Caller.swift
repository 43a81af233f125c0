/// Who sent a request.
enum Caller: Sendable {
    case nobody
    /// The App itself, with a JSON web token.
    case app
    case token(TokenGrant)

    /// The word for the ledger.
    var word: String {
        switch self {
        case .nobody: "none"
        case .app: "app"
        case .token(let grant): grant.word
        }
    }

    /// Requests with the same key share a rate limit.
    var limitKey: String {
        switch self {
        case .nobody: "nobody"
        case .app: "app"
        case .token(let grant):
            if case .installation(let id) = grant.kind { "installation \(id)" } else { "user \(grant.login)" }
        }
    }

    var grant: TokenGrant? { if case .token(let grant) = self { grant } else { nil } }
}
