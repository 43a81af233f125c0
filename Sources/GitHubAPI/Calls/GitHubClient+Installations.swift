extension GitHubClient {
    /// The App as GitHub knows it. Succeeds when id and key fit.
    public struct App: Sendable, Hashable, Decodable {
        public let id: Int64
        public let slug: String?
        public let name: String
        public let permissions: Permissions?
        public let events: [String]?
        /// Whose App it is.
        public let owner: Account?
    }

    /// `GET /app`.
    public func app() async throws -> App {
        try await scoped(to: .app).send(.get("/app"))
    }

    /// `GET /app/installations`, all pages.
    public func installations() async throws -> [Installation] {
        try await scoped(to: .app).pages("/app/installations")
    }

    /// `GET /app/installations/{id}`.
    public func installation(id: Int64) async throws -> Installation {
        try await scoped(to: .app).send(.get("/app/installations/\(id, as: "installation_id")"))
    }

    /// `GET /repos/{owner}/{repo}/installation`: 404 when the App is not installed there.
    public func installation(of name: RepositoryName) async throws -> Installation {
        try await scoped(to: .app).send(.get("/repos/\(name)/installation"))
    }

    /// The same by the repository's number, whatever its owner and name are now: GitHub's own redirects lead there.
    func installation(ofRepository id: Int64) async throws -> Installation {
        try await scoped(to: .app).send(.get("/repositories/\(id, as: "id")/installation"))
    }
}
