/// What Slipway knows about a repository when it renders a template. Every template can use ``values`` without
/// declaring them. A pure function of its inputs: the same repository always gives the same names.
public struct TemplateVariables: Sendable, Hashable {
    /// As on GitHub, capitals kept.
    public var owner: String
    public var name: String
    public var defaultBranch: String
    /// `https://github.com`, or the web address of a GitHub Enterprise Server; no slash at the end.
    public var githubWeb: String
    public var registryHost: String
    /// Below which hosts are made; nil: no Ingress.
    public var domain: String?
    /// nil: the cluster decides, no `ingressClassName` is written.
    public var ingressClass: String?
    /// cert-manager's ClusterIssuer; nil: no TLS.
    public var clusterIssuer: String?
    /// The project's id, for the namespaces in the README; nil when rendered outside a project.
    public var projectID: String?

    public init(
        owner: String, name: String, defaultBranch: String = "main", githubWeb: String = "https://github.com",
        registryHost: String = "ghcr.io", domain: String? = nil, ingressClass: String? = nil,
        clusterIssuer: String? = nil, projectID: String? = nil
    ) {
        self.owner = owner
        self.name = name
        self.defaultBranch = defaultBranch
        self.githubWeb = githubWeb
        self.registryHost = registryHost
        self.domain = domain
        self.ingressClass = ingressClass
        self.clusterIssuer = clusterIssuer
        self.projectID = projectID
    }
}
