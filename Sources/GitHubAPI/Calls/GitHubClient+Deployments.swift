extension GitHubClient {
    /// `POST /repos/{owner}/{repo}/deployments`.
    public func createDeployment(_ deployment: NewDeployment, in name: RepositoryName) async throws -> Deployment {
        try await send(.post("/repos/\(name)/deployments", deployment))
    }

    /// `GET /repos/{owner}/{repo}/deployments` of a commit and an environment, newest first: to look before creating.
    public func deployments(
        of sha: String, environment: String, in name: RepositoryName
    ) async throws -> [Deployment] {
        try await pages("/repos/\(name)/deployments", query: [("sha", sha), ("environment", environment)])
    }

    /// `POST /repos/{owner}/{repo}/deployments/{id}/statuses`.
    public func setDeploymentStatus(
        _ status: DeploymentStatus, of deployment: Int64, in name: RepositoryName
    ) async throws {
        try await sendIgnoringBody(
            .post("/repos/\(name)/deployments/\(deployment, as: "deployment_id")/statuses", status))
    }
}

extension GitHubClient {
    /// `GET /repos/{owner}/{repo}/deployments/{id}/statuses`, newest first: to look before saying one again.
    public func deploymentStatuses(of deployment: Int64, in name: RepositoryName) async throws -> [DeploymentStatus] {
        try await pages("/repos/\(name)/deployments/\(deployment, as: "deployment_id")/statuses")
    }
}
