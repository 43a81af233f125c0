/// rbac.authorization.k8s.io/v1 ClusterRole.
public struct ClusterRole: ClusterObject, Hashable {
    public static let resource = ResourceType(
        group: "rbac.authorization.k8s.io", version: "v1", plural: "clusterroles", kind: "ClusterRole")

    /// Verbs on resources; `*` stands for all.
    public struct Rule: Codable, Sendable, Hashable {
        public var apiGroups: [String]?
        public var resources: [String]?
        /// Nil or empty: objects of any name.
        public var resourceNames: [String]?
        public var verbs: [String]

        public init(
            apiGroups: [String]? = nil, resources: [String]? = nil, resourceNames: [String]? = nil, verbs: [String]
        ) {
            self.apiGroups = apiGroups
            self.resources = resources
            self.resourceNames = resourceNames
            self.verbs = verbs
        }
    }

    public var metadata: ObjectMeta<ClusterScope>
    public var rules: [Rule]?

    public init(metadata: ObjectMeta<ClusterScope>, rules: [Rule]? = nil) {
        self.metadata = metadata
        self.rules = rules
    }

    /// Whether it grants a verb on all objects of a type.
    public func grants(_ verb: String, _ resource: ResourceType) -> Bool {
        func holds(_ list: [String]?, _ value: String) -> Bool {
            list?.contains { ["*", value].contains($0) } ?? false
        }
        return rules?.contains {
            ($0.resourceNames ?? []).isEmpty && holds($0.verbs, verb) && holds($0.apiGroups, resource.group)
                && holds($0.resources, resource.plural)
        } ?? false
    }
}
