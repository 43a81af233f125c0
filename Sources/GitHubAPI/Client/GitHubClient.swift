import AsyncHTTPClient
import Foundation
import Redaction

/// GitHub's REST API, spoken on behalf of a credential and a scope. Cheap to copy: copies share connections, tokens
/// and rate limits.
///
/// Calls throw ``GitHubError``, or `CancellationError` when the task is cancelled. Nothing is retried but a call whose
/// token GitHub refused, once, with a new token.
public struct GitHubClient: Sendable {
    let core: ClientCore
    /// On whose behalf this copy calls.
    public let scope: AccessScope

    /// - Parameters:
    ///   - http: should not follow redirects (``AsyncHTTPClient/HTTPClient/Configuration/gitHub``): the client does,
    ///     within the API, without changing the method.
    ///   - clock: measures deadlines.
    ///   - memory: what was asked to wait for before.
    ///   - now: the time, for tokens and rate limits.
    ///   - observe: is told about every request after it ended.
    public init(
        configuration: Configuration, credential: GitHubCredential, http: HTTPClient,
        clock: any Clock<Duration> = ContinuousClock(), memory: LimitMemory = LimitMemory(),
        now: @escaping @Sendable () -> Date = { Date() },
        observe: @escaping @Sendable (RequestObservation) -> Void = { _ in }
    ) {
        core = ClientCore(
            configuration: configuration, credential: credential, http: http, clock: clock, memory: memory, now: now,
            observe: observe)
        scope = .app
    }

    private init(core: ClientCore, scope: AccessScope) {
        self.core = core
        self.scope = scope
    }

    /// Another client of the same API, with a credential of its own.
    public func with(
        _ credential: GitHubCredential, http: HTTPClient, clock: any Clock<Duration>,
        now: @escaping @Sendable () -> Date
    ) -> GitHubClient {
        GitHubClient(
            configuration: core.configuration, credential: credential, http: http, clock: clock, now: now)
    }

    /// The same client on behalf of another scope.
    public func scoped(to scope: AccessScope) -> GitHubClient {
        GitHubClient(core: core, scope: scope)
    }

    /// The client for one repository: a token that can touch only this repository, with `permissions` as far as granted.
    /// - Parameter installation: looked up (and remembered) when it is `nil`; not needed with a static token.
    public func forRepository(
        _ name: RepositoryName, id: Int64, installation: Int64? = nil, permissions: Permissions = .project
    ) async throws -> GitHubClient {
        guard usesApp else { return self }
        let installation = try await installationID(of: name, id: id, known: installation)
        return scoped(to: .repositories(installation: installation, ids: [id], permissions: permissions))
    }

    /// What time it is at GitHub, as far as its answers have told: the ends of its tokens and limits are meant by it.
    public var gitHubTime: Date { core.gitHubTime }

    /// Whether the credential is an App.
    public var usesApp: Bool {
        switch core.credential {
        case .app: true
        case .token: false
        }
    }

    private func installationID(of name: RepositoryName, id: Int64, known: Int64?) async throws -> Int64 {
        // What was looked up is newer than what was recorded.
        if let remembered = await core.installations[id] { return remembered }
        if let known { return known }
        let found = try await installation(of: name).id
        await core.installations.remember(found, for: id)
        return found
    }
}
