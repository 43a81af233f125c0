extension GitHubClient {
    /// `GET /repos/{owner}/{repo}`. A former name works as long as nobody else took it.
    public func repository(_ name: RepositoryName) async throws -> Repository {
        try await send(.get("/repos/\(name)"))
    }

    /// `GET /repositories/{id}`: finds it under whatever name it has now.
    public func repository(id: Int64) async throws -> Repository {
        try await send(.get("/repositories/\(id, as: "id")"))
    }

    /// Every repository the credential may see: of the installation with an App (scope `.installation`), of the
    /// token's owner and organisations with a static token.
    public func repositories() async throws -> [ListedRepository] {
        guard usesApp else { return try await pages("/user/repos") }
        struct Page: Decodable {
            let repositories: [ListedRepository]
        }
        return try await pages("/installation/repositories", of: Page.self, elements: \.repositories)
    }
}
