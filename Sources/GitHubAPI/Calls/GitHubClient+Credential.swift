extension GitHubClient {
    /// Succeeds when GitHub can be reached and takes the credential: `GET /app`, or with a static token
    /// `GET /rate_limit`, which does not count against the limit.
    public func checkCredential() async throws {
        core.refusals.letProbe(limitKey)
        if usesApp {
            _ = try await app()
        } else {
            try await sendIgnoringBody(.get("/rate_limit"))
        }
    }
}
