import GitHubAPI

/// What the outbox holds for a GitHub deployment of a commit to an environment.
public struct SaidDeployment: Sendable, Hashable, Codable {
    /// GitHub's name of the environment: `development`, `staging`, `production`.
    public var environment: String
    public var description: String?
    public var isProduction: Bool

    public init(environment: String, description: String? = nil, isProduction: Bool) {
        self.environment = environment
        self.description = description
        self.isProduction = isProduction
    }
}

/// What the outbox holds for the status of a deployment.
public struct SaidDeploymentStatus: Sendable, Hashable, Codable {
    /// Key of the outbox entry whose deployment this is the status of; posted once that one has GitHub's id.
    public var deployment: String
    public var status: DeploymentStatus

    public init(deployment: String, status: DeploymentStatus) {
        self.deployment = deployment
        self.status = status
    }
}
