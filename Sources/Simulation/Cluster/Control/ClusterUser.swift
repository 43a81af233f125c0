/// Someone who may call the simulated cluster.
public struct ClusterUser: Sendable, Hashable {
    /// The bearer token.
    public let token: String
    public let name: String
    public let groups: [String]
    /// What the user may do in all namespaces; RoleBindings in the cluster add to it.
    public let rules: [AccessRule]

    public init(token: String, name: String, groups: [String] = [], rules: [AccessRule]) {
        self.token = token
        self.name = name
        self.groups = groups + ["system:authenticated"]
        self.rules = rules
    }

    /// May do everything.
    public static let administrator = ClusterUser(
        token: "simulated-admin-token", name: "kubernetes-admin", groups: ["system:masters"], rules: [.everything])
}

/// Verbs on resources, as in a Role. `*` stands for all.
public struct AccessRule: Sendable, Hashable {
    public let verbs: [String]
    public let apiGroups: [String]
    public let resources: [String]
    /// Empty: objects of any name.
    public let resourceNames: [String]

    public init(verbs: [String], apiGroups: [String], resources: [String], resourceNames: [String] = []) {
        self.verbs = verbs
        self.apiGroups = apiGroups
        self.resources = resources
        self.resourceNames = resourceNames
    }

    public static let everything = AccessRule(verbs: ["*"], apiGroups: ["*"], resources: ["*"])
}
