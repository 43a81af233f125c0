import Foundation

extension SimulatedGitHub {
    /// Who the `Authorization` header says it is.
    func authenticate(_ request: APIRequest) throws(APIFailure) -> Caller {
        guard let header = request.headers["authorization"] else { return .nobody }
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2 else { throw .badCredentials }
        let scheme = parts[0].lowercased()
        var token = String(parts[1])
        if scheme == "basic" {
            guard let password = Self.basicCredentials(header)?.password else { throw .badCredentials }
            token = password
        } else if scheme != "bearer" && scheme != "token" {
            throw .badCredentials
        }
        if let grant = grants[token] {
            if let expiry = grant.expiresAt, expiry <= now { throw .badCredentials }
            return .token(grant)
        }
        guard token.hasPrefix("ey"), token.split(separator: ".").count == 3 else { throw .badCredentials }
        do throws(AppTokenVerifier.Refused) {
            try verifier.verify(token, now: now)
            return .app
        } catch {
            throw APIFailure(status: error.message == "Integration not found" ? 404 : 401, message: error.message)
        }
    }

    /// User name and password of an `Authorization: Basic …` header.
    static func basicCredentials(_ header: String?) -> (username: String, password: String)? {
        guard let header, header.lowercased().hasPrefix("basic "),
            let data = Data(base64Encoded: String(header.dropFirst(6)).trimmingCharacters(in: .whitespaces))
        else { return nil }
        let parts = String(decoding: data, as: UTF8.self).split(
            separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
    }

    /// Whether the caller may do what the route does; finds the repository on the way.
    func authorize(_ request: inout APIRequest, _ route: Route) throws(APIFailure) {
        switch route.access {
        case .anyone: return
        case .app:
            guard case .app = request.caller else {
                throw APIFailure(status: 401, message: "A JSON web token could not be decoded")
            }
        case .installation:
            guard case .installation = request.caller.grant?.kind else {
                throw .forbidden(
                    "You must authenticate with an installation access token in order to list repositories for "
                        + "an installation."
                )
            }
            try checkNotSuspended(request.caller)
        case .token:
            guard request.caller.grant != nil else {
                throw APIFailure(status: 401, message: "Requires authentication")
            }
            try checkNotSuspended(request.caller)
        case .repository(let permission, let level):
            try authorizeRepository(&request, permission, level)
        }
    }

    private func authorizeRepository(
        _ request: inout APIRequest, _ permission: String, _ level: PermissionLevel
    ) throws(APIFailure) {
        try checkNotSuspended(request.caller)
        let repository = try findRepository(request)
        guard isVisible(repository, to: request.caller) else { throw .notFound }
        request.repositoryID = repository.id
        if repository.isArchived, level > .read {
            throw .forbidden("Repository was archived so is read-only.")
        }
        switch request.caller {
        case .token(let grant):
            let readsPublic = level == .read && !repository.isPrivate && !(permission == "repository_hooks")
            guard readsPublic || (covers(grant, repository) && grant.allows(permission, level)) else {
                throw APIFailure(
                    status: 403, message: grant.refusal,
                    headers: ["X-Accepted-GitHub-Permissions": "\(permission)=\(level.rawValue)"])
            }
        case .app where level > .read: throw .forbidden("Resource not accessible by integration")
        case .nobody where level > .read: throw APIFailure(status: 401, message: "Requires authentication")
        default: return
        }
    }

    private func findRepository(_ request: APIRequest) throws(APIFailure) -> Repository {
        let fullName = "\(request["owner"])/\(request["repo"])"
        guard let id = repositoryNames[fullName.lowercased()], let repository = repositories[id] else {
            throw .notFound
        }
        guard repository.fullName.lowercased() != fullName.lowercased() else { return repository }
        guard isVisible(repository, to: request.caller) else { throw .notFound }
        throw moved(request, to: repository)
    }

    /// A renamed or transferred repository: 301 for reading, 307 for the rest, to the address by number.
    private func moved(_ request: APIRequest, to repository: Repository) -> APIFailure {
        let rest = request.path.split(separator: "/").drop { $0 == "api" || $0 == "v3" }.dropFirst(3)
        let query = request.headers["?"].flatMap { $0.isEmpty ? nil : "?\($0)" } ?? ""
        let url = (["\(apiURL)/repositories/\(repository.id)"] + rest.map(String.init)).joined(separator: "/") + query
        let isRead = request.method == "GET" || request.method == "HEAD"
        return APIFailure(
            status: isRead ? 301 : 307, message: isRead ? "Moved Permanently" : "Temporary Redirect",
            headers: ["Location": url],
            documentation: "https://docs.github.com/rest/guides/best-practices-for-using-the-rest-api#follow-redirects",
            url: url)
    }

    /// Whether the repository exists for this caller.
    func isVisible(_ repository: Repository, to caller: Caller) -> Bool {
        guard repository.isPrivate else { return true }
        return caller.grant.map { covers($0, repository) } ?? false
    }

    /// Whether the token is for this repository.
    func covers(_ grant: TokenGrant, _ repository: Repository) -> Bool {
        if let ids = grant.repositoryIDs, !ids.contains(repository.id) { return false }
        if let owners = grant.ownerIDs, !owners.contains(repository.owner.id) { return false }
        guard case .installation(let id) = grant.kind else { return true }
        guard let installation = installations[id], installation.account.id == repository.owner.id else { return false }
        return installation.repositoryIDs?.contains(repository.id) ?? true
    }

    private func checkNotSuspended(_ caller: Caller) throws(APIFailure) {
        guard case .installation(let id) = caller.grant?.kind else { return }
        guard let installation = installations[id] else { throw .badCredentials }
        guard installation.suspendedAt == nil else { throw .forbidden("This installation has been suspended") }
    }
}
