import Foundation

/// The tokens in use, by scope. Requests that need the same new token share one fetch.
actor Tokens {
    /// Tokens with less than this left are replaced, in seconds.
    static let margin: TimeInterval = 300

    private var cached: [AccessScope: AccessToken] = [:]
    private var pending: [AccessScope: Task<AccessToken, any Error>] = [:]

    /// The token of a scope; a new one when the cached one does not last `seconds` more.
    func token(
        for scope: AccessScope, lasting seconds: TimeInterval, now: Date,
        fetch: @escaping @Sendable () async throws -> AccessToken
    ) async throws -> AccessToken {
        if let token = cached[scope], token.lasts(seconds, from: now) { return token }
        if let task = pending[scope] { return try await task.value }
        // Not a child of the first caller: when that one is cancelled, the others still want the token.
        let task = Task { try await fetch() }
        pending[scope] = task
        defer { pending[scope] = nil }
        let token = try await task.value
        cached = cached.filter { $0.value.lasts(0, from: now) }
        cached[scope] = token
        return token
    }

    /// Forgets the token of a scope.
    func drop(_ scope: AccessScope) {
        cached[scope] = nil
    }

    /// Forgets a token that GitHub refused, unless it has been replaced already.
    func drop(_ token: AccessToken, for scope: AccessScope) {
        if cached[scope] == token { cached[scope] = nil }
    }
}
