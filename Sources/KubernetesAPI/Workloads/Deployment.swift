/// apps/v1 Deployment.
public struct Deployment: NamespacedObject, Hashable {
    public static let resource = ResourceType(
        group: "apps", version: "v1", plural: "deployments", kind: "Deployment")

    /// What should run.
    public struct Spec: Codable, Sendable, Hashable {
        /// 1 when absent.
        public var replicas: Int?
        public var selector: LabelSelector
        public var template: PodTemplate
        /// Seconds without progress until `Progressing` turns False; 600 when absent.
        public var progressDeadlineSeconds: Int?
        public var paused: Bool?

        public init(
            replicas: Int? = nil, selector: LabelSelector, template: PodTemplate,
            progressDeadlineSeconds: Int? = nil, paused: Bool? = nil
        ) {
            self.replicas = replicas
            self.selector = selector
            self.template = template
            self.progressDeadlineSeconds = progressDeadlineSeconds
            self.paused = paused
        }
    }

    /// What runs. A count of zero is absent.
    public struct Status: Codable, Sendable, Hashable {
        /// While below `metadata.generation` everything else here is about the old spec.
        public var observedGeneration: Int?
        public var replicas: Int?
        public var updatedReplicas: Int?
        public var readyReplicas: Int?
        public var availableReplicas: Int?
        public var unavailableReplicas: Int?
        /// `Available`, `Progressing`, `ReplicaFailure`.
        public var conditions: [Condition]?

        public init(
            observedGeneration: Int? = nil, replicas: Int? = nil, updatedReplicas: Int? = nil,
            readyReplicas: Int? = nil, availableReplicas: Int? = nil, unavailableReplicas: Int? = nil,
            conditions: [Condition]? = nil
        ) {
            self.observedGeneration = observedGeneration
            self.replicas = replicas
            self.updatedReplicas = updatedReplicas
            self.readyReplicas = readyReplicas
            self.availableReplicas = availableReplicas
            self.unavailableReplicas = unavailableReplicas
            self.conditions = conditions
        }
    }

    public var metadata: ObjectMeta<NamespaceName>
    public var spec: Spec
    public var status: Status?

    public init(metadata: ObjectMeta<NamespaceName>, spec: Spec, status: Status? = nil) {
        self.metadata = metadata
        self.spec = spec
        self.status = status
    }

    public mutating func removeStatus() {
        status = nil
    }
}
