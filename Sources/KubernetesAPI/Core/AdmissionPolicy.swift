/// admissionregistration.k8s.io/v1 ValidatingAdmissionPolicy, as far as it is read. Kubernetes 1.30 or newer.
public struct ValidatingAdmissionPolicy: ClusterObject, Hashable {
    public static let resource = ResourceType(
        group: "admissionregistration.k8s.io", version: "v1", plural: "validatingadmissionpolicies",
        kind: "ValidatingAdmissionPolicy")

    /// What is refused.
    public struct Spec: Codable, Sendable, Hashable {
        /// One rule; which, is the cluster's affair.
        public struct Validation: Codable, Sendable, Hashable {
            public var message: String?

            public init(message: String? = nil) {
                self.message = message
            }
        }

        /// `Ignore` lets pass what could not be evaluated; `Fail` when absent.
        public var failurePolicy: String?
        public var validations: [Validation]?

        public init(failurePolicy: String? = nil, validations: [Validation]? = nil) {
            self.failurePolicy = failurePolicy
            self.validations = validations
        }
    }

    public var metadata: ObjectMeta<ClusterScope>
    public var spec: Spec?

    public init(metadata: ObjectMeta<ClusterScope>, spec: Spec? = nil) {
        self.metadata = metadata
        self.spec = spec
    }
}

/// admissionregistration.k8s.io/v1 ValidatingAdmissionPolicyBinding, as far as it is read: where a policy holds, and what
/// comes of it.
public struct ValidatingAdmissionPolicyBinding: ClusterObject, Hashable {
    public static let resource = ResourceType(
        group: "admissionregistration.k8s.io", version: "v1", plural: "validatingadmissionpolicybindings",
        kind: "ValidatingAdmissionPolicyBinding")

    public struct Spec: Codable, Sendable, Hashable {
        public var policyName: String?
        /// `Deny` refuses; `Warn` and `Audit` only tell.
        public var validationActions: [String]?

        public init(policyName: String? = nil, validationActions: [String]? = nil) {
            self.policyName = policyName
            self.validationActions = validationActions
        }
    }

    public var metadata: ObjectMeta<ClusterScope>
    public var spec: Spec?

    public init(metadata: ObjectMeta<ClusterScope>, spec: Spec? = nil) {
        self.metadata = metadata
        self.spec = spec
    }
}
