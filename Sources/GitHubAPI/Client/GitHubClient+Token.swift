import Foundation
import Redaction

extension GitHubClient {
    /// The token of this client's scope, for somebody else to use: Flux, git.
    /// - Parameter seconds: how long it must last at least; a cached one that ends sooner is replaced.
    public func accessToken(lasting seconds: TimeInterval = 300) async throws -> AccessToken {
        try await followingTransfer { client in
            if let refusal = client.core.refusals.held(client.limitKey, now: client.core.now()) { throw refusal }
            return try await client.ownToken(lasting: seconds)
        }
    }

    /// A token that was not used before, when the one there is was refused somewhere else.
    public func newAccessToken(lasting seconds: TimeInterval = 300) async throws -> AccessToken {
        try await followingTransfer { client in
            if let refusal = client.core.refusals.held(client.limitKey, now: client.core.now()) { throw refusal }
            await client.core.tokens.drop(client.scope)
            return try await client.ownToken(lasting: seconds)
        }
    }

    func ownToken(lasting seconds: TimeInterval = 300) async throws -> AccessToken {
        switch core.credential {
        case .token(let token): return AccessToken(value: token.value, expiresAt: nil)
        case .app(let app):
            let isApp = scope == .app
            return try await core.tokens.token(
                for: scope, lasting: isApp ? 60 : max(seconds, Tokens.margin), now: core.gitHubTime
            ) { [self] in
                if isApp { return try await app.token(at: core.gitHubTime) }
                return try await fetchOwnToken()
            }
        }
    }

    /// That an installation is suspended says nothing of the App elsewhere.
    private func fetchOwnToken() async throws -> AccessToken {
        do {
            let token = try await scoped(to: .app).fetchToken(for: scope)
            core.refusals.clear(limitKey)
            return token
        } catch let error as GitHubError where error.code == .suspended {
            throw core.refusals.note(error, for: limitKey, now: core.now())
        }
    }

    private struct TokenRequest: Encodable {
        let repositoryIDs: [Int64]?
        let permissions: Permissions?

        enum CodingKeys: String, CodingKey {
            case permissions
            case repositoryIDs = "repository_ids"
        }
    }

    private struct TokenAnswer: Decodable {
        let token: String
        let expiresAt: Timestamp

        enum CodingKeys: String, CodingKey {
            case token
            case expiresAt = "expires_at"
        }
    }

    private func fetchToken(for scope: AccessScope) async throws -> AccessToken {
        switch scope {
        case .app: try await accessToken()
        case .installation(let id): try await fetchToken(installation: id, ids: nil, permissions: nil)
        case .repositories(let id, let ids, let permissions):
            try await fetchToken(installation: id, ids: ids, limiting: permissions)
        }
    }

    // Asking for more than was granted gets nothing at all (422). Then ask for what was: calls that need the rest are
    // refused one by one, and say so.
    private func fetchToken(installation: Int64, ids: [Int64], limiting wanted: Permissions) async throws -> AccessToken
    {
        do {
            return try await fetchToken(installation: installation, ids: ids, permissions: wanted)
        } catch let error as GitHubError where error.status == 422 {
            let granted = try await self.installation(id: installation).permissions
            let possible = wanted.limited(to: granted)
            guard possible != wanted, !possible.levels.isEmpty else { throw error }
            var token = try await fetchToken(installation: installation, ids: ids, permissions: possible)
            token.isPartial = true
            return token
        }
    }

    private func fetchToken(
        installation: Int64, ids: [Int64]?, permissions: Permissions?
    ) async throws -> AccessToken {
        let body = TokenRequest(repositoryIDs: ids, permissions: permissions)
        do {
            let answer: TokenAnswer = try await send(
                .post("/app/installations/\(installation, as: "installation_id")/access_tokens", body))
            return AccessToken(value: .init(answer.token), expiresAt: answer.expiresAt.date)
        } catch let error as GitHubError where error.code == .notFound {
            await core.installations.forget(installation: installation)
            throw error
        }
    }
}
