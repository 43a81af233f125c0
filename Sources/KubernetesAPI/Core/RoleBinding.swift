/// rbac.authorization.k8s.io/v1 RoleBinding.
public struct RoleBinding: NamespacedObject, Hashable {
    public static let resource = ResourceType(
        group: "rbac.authorization.k8s.io", version: "v1", plural: "rolebindings", kind: "RoleBinding")

    /// Who receives the role.
    public struct Subject: Codable, Sendable, Hashable {
        /// `ServiceAccount`, `User` or `Group`.
        public var kind: String
        /// Empty for a ServiceAccount, `rbac.authorization.k8s.io` for the others.
        public var apiGroup: String?
        public var name: String
        public var namespace: String?

        public init(kind: String, apiGroup: String? = nil, name: String, namespace: String? = nil) {
            self.kind = kind
            self.apiGroup = apiGroup
            self.name = name
            self.namespace = namespace
        }
    }

    /// The role given.
    public struct RoleReference: Codable, Sendable, Hashable {
        public var apiGroup: String
        /// `Role` or `ClusterRole`.
        public var kind: String
        public var name: String

        public init(apiGroup: String = "rbac.authorization.k8s.io", kind: String, name: String) {
            self.apiGroup = apiGroup
            self.kind = kind
            self.name = name
        }
    }

    public var metadata: ObjectMeta<NamespaceName>
    public var subjects: [Subject]?
    /// Cannot be changed once the binding exists.
    public var roleRef: RoleReference

    public init(metadata: ObjectMeta<NamespaceName>, subjects: [Subject]? = nil, roleRef: RoleReference) {
        self.metadata = metadata
        self.subjects = subjects
        self.roleRef = roleRef
    }
}
