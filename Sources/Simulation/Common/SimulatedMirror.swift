import Foundation

/// A place with copies of a simulated GitHub's repositories, and logins of its own. What is not below its address is fetched
/// from GitHub itself.
public actor SimulatedMirror: SourceFetching {
    private let github: SimulatedGitHub
    private let token: String
    private let base: String
    private let login: (username: String, password: String)?
    /// Every request so far, with the login and the proxy that Flux used.
    public private(set) var requests: [SourceRequest] = []

    /// - Parameters:
    ///   - base: such as `https://gitee.example/`; nothing listens there.
    ///   - login: who may fetch; `nil` for everybody.
    public init(
        of github: SimulatedGitHub, at base: String, login: (username: String, password: String)? = nil
    ) async {
        self.github = github
        self.base = base
        self.login = login
        token = await github.createClassicToken(scopes: ["repo"])
    }

    public func fetchSource(_ request: SourceRequest) async throws(SourceFailure) -> SourceSnapshot {
        requests.append(request)
        guard request.url.hasPrefix(base) else { return try await github.fetchSource(request) }
        if let login, request.username != login.username || request.password != login.password {
            throw SourceFailure(
                message: "failed to checkout and determine revision: unable to clone '\(request.url)': "
                    + "authentication required")
        }
        let original = SourceRequest(
            url: github.baseURL + "/" + request.url.dropFirst(base.count), branch: request.branch,
            username: "mirror", password: token)
        return try await github.fetchSource(original)
    }
}
