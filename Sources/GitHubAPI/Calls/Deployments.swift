/// A deployment to create.
public struct NewDeployment: Sendable, Hashable, Encodable {
    /// Branch, tag or SHA; Slipway uses the full SHA.
    public let ref: String
    public let environment: String
    public let description: String?
    public let isProduction: Bool
    public let isTransient: Bool
    // GitHub must neither merge the default branch nor wait for other statuses.
    private let mergesDefaultBranch = false
    private let requiredContexts: [String] = []

    public init(
        ref: String, environment: String, description: String? = nil, isProduction: Bool = false,
        isTransient: Bool = false
    ) {
        self.ref = ref
        self.environment = environment
        self.description = description
        self.isProduction = isProduction
        self.isTransient = isTransient
    }

    enum CodingKeys: String, CodingKey {
        case ref, environment, description
        case isProduction = "production_environment"
        case isTransient = "transient_environment"
        case mergesDefaultBranch = "auto_merge"
        case requiredContexts = "required_contexts"
    }
}

/// A deployment as GitHub knows it.
public struct Deployment: Sendable, Hashable, Decodable {
    public let id: Int64
    public let sha: String
    public let ref: String
    public let environment: String
}

/// How a deployment goes.
public struct DeploymentStatus: Sendable, Hashable, Codable {
    public enum State: String, Sendable, Hashable, Codable {
        case queued, pending, success, failure, error, inactive
        case inProgress = "in_progress"
    }

    public let state: State
    /// At most 140 characters.
    public let description: String?
    /// The address of what was deployed.
    public let environmentURL: String?
    /// The address of the log, or of the comment.
    public let logURL: String?
    /// Whether GitHub marks earlier deployments to the environment as inactive.
    public let deactivatesEarlier: Bool?

    public init(
        state: State, description: String? = nil, environmentURL: String? = nil, logURL: String? = nil,
        deactivatesEarlier: Bool? = nil
    ) {
        self.state = state
        self.description = description
        self.environmentURL = environmentURL
        self.logURL = logURL
        self.deactivatesEarlier = deactivatesEarlier
    }

    enum CodingKeys: String, CodingKey {
        case state, description
        case environmentURL = "environment_url"
        case logURL = "log_url"
        case deactivatesEarlier = "auto_inactive"
    }
}
