import Foundation

/// What GitHub tells about a static token.
public struct TokenStanding: Sendable, Hashable {
    /// Whose token it is.
    public let login: String
    /// What a classic token may do; nil for a fine-grained one, of which GitHub does not tell.
    public let scopes: Set<String>?
    /// When it ends; nil when it does not, or GitHub does not say.
    public let expires: Date?

    public init(login: String, scopes: Set<String>?, expires: Date?) {
        self.login = login
        self.scopes = scopes
        self.expires = expires
    }
}

extension GitHubClient {
    private struct User: Decodable {
        let login: String
    }

    /// `GET /user` with a static token, and what the headers of the answer say of it.
    public func tokenStanding() async throws -> TokenStanding {
        let request = APIRequest.get("/user")
        let response = try await respond(to: request)
        let user: User = try decode(response, request: request)
        return TokenStanding(
            login: user.login, scopes: response.header("x-oauth-scopes").map(Self.scopes),
            expires: response.header("github-authentication-token-expiration").flatMap(Self.expiry))
    }

    /// The `Date` header of an answer to a question that needs no token and is not counted: `GET /rate_limit`.
    public func dateHeader() async throws -> String? {
        try await exchangeWithoutToken(.get("/rate_limit")).header("date")
    }

    static func scopes(_ header: String) -> Set<String> {
        Set(header.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty })
    }

    /// `2026-12-01 14:21:09 UTC`, or with an offset such as `+0200`.
    static func expiry(_ header: String) -> Date? {
        let parts = header.split(separator: " ")
        guard parts.count == 3 else { return nil }
        let zone = parts[2] == "UTC" ? "Z" : String(parts[2])
        return try? Date.ISO8601FormatStyle().parse("\(parts[0])T\(parts[1])\(zone)")
    }
}
