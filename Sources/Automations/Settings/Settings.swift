/// What the automations need to know of the configuration. Pure data: reading files and environment variables is the service's.
public struct Settings: Sendable {
    /// Where people see GitHub, without a slash at the end, e.g. `https://github.com`. Clone URLs and links are built from
    /// this and the full name of a repository, never taken from a payload.
    public var gitHubWeb: String
    /// Where Flux fetches from.
    public var source: SourceChoices
    /// Domain below which projects get their addresses. `nil`: no ingress.
    public var domain: String?
    public var ingressClass: IngressClassChoice
    /// cert-manager `ClusterIssuer` that signs certificates. `nil`: no TLS.
    public var clusterIssuer: String?
    /// For all that none of ``registries`` matches.
    public var registry: Registry
    /// First match wins; see ``registry(of:)``.
    public var registries: [Registry]
    /// First match wins; a repository that matches none is left alone.
    public var rules: [ProjectRule]
    public var environments: EnvironmentChoices
    /// Path of the workflow whose runs are builds.
    public var buildWorkflow: String
    public var comments: CommentPolicy
    /// Of all projects, but for what their rules say.
    public var limits: Limits
    public var patience: Patience
    public var protection: Protection
    public var cleanUp: CleanUpChoices

    public init(
        gitHubWeb: String = "https://github.com",
        source: SourceChoices = SourceChoices(),
        domain: String? = nil,
        ingressClass: IngressClassChoice = .auto,
        clusterIssuer: String? = nil,
        registry: Registry = Registry(),
        registries: [Registry] = [],
        rules: [ProjectRule] = [],
        environments: EnvironmentChoices = EnvironmentChoices(),
        buildWorkflow: String = ".github/workflows/slipway.yml",
        comments: CommentPolicy = .all,
        limits: Limits = Limits(),
        patience: Patience = Patience(),
        protection: Protection = Protection(),
        cleanUp: CleanUpChoices = CleanUpChoices()
    ) {
        self.gitHubWeb = gitHubWeb
        self.source = source
        self.domain = domain
        self.ingressClass = ingressClass
        self.clusterIssuer = clusterIssuer
        self.registry = registry
        self.registries = registries
        self.rules = rules
        self.environments = environments
        self.buildWorkflow = buildWorkflow
        self.comments = comments
        self.limits = limits
        self.patience = patience
        self.protection = protection
        self.cleanUp = cleanUp
    }

    /// Host (and port, if it is not the usual one) of ``gitHubWeb``: the first part of what a project id is made from.
    public var gitHubHost: String {
        let afterScheme = gitHubWeb.firstRange(of: "://").map { gitHubWeb[$0.upperBound...] } ?? gitHubWeb[...]
        return afterScheme.prefix { $0 != "/" }.lowercased()
    }
}

/// Which IngressClass the ingress of a project names.
public enum IngressClassChoice: Sendable, Hashable {
    /// The cluster's default IngressClass, else the only one, else none with a warning.
    case auto
    case named(String)
    /// Manifests name no class.
    case none
}

/// How much Slipway says on commits.
public enum CommentPolicy: String, Sendable, Hashable, CaseIterable {
    case all, failures, none
}

/// How long automations wait before they give up, in seconds.
public struct Patience: Sendable, Hashable {
    /// For Flux to fetch and apply a commit.
    public var flux: Double
    /// For the pods of an environment to become ready.
    public var rollout: Double
    /// For a shortage that often passes, such as a quota that the old pods still use up.
    public var shortage: Double
    /// For the address of an environment to answer after a rollout, before it is told what is missing.
    public var address: Double
    /// Between two looks at something that a watch should have told about.
    public var recheck: Double

    public init(
        flux: Double = 10 * 60, rollout: Double = 10 * 60, shortage: Double = 30, address: Double = 3 * 60,
        recheck: Double = 30
    ) {
        self.flux = flux
        self.rollout = rollout
        self.shortage = shortage
        self.address = address
        self.recheck = recheck
    }
}
