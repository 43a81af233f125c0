/// apps/v1 ReplicaSet.
public struct ReplicaSet: NamespacedObject, Hashable {
    public static let resource = ResourceType(
        group: "apps", version: "v1", plural: "replicasets", kind: "ReplicaSet")

    /// What should run.
    public struct Spec: Codable, Sendable, Hashable {
        /// 1 when absent.
        public var replicas: Int?
        public var selector: LabelSelector
        public var template: PodTemplate?

        public init(replicas: Int? = nil, selector: LabelSelector, template: PodTemplate? = nil) {
            self.replicas = replicas
            self.selector = selector
            self.template = template
        }
    }

    /// What runs. A count of zero is absent.
    public struct Status: Codable, Sendable, Hashable {
        public var observedGeneration: Int?
        public var replicas: Int?
        public var readyReplicas: Int?
        public var availableReplicas: Int?
        public var conditions: [Condition]?

        public init(
            observedGeneration: Int? = nil, replicas: Int? = nil, readyReplicas: Int? = nil,
            availableReplicas: Int? = nil, conditions: [Condition]? = nil
        ) {
            self.observedGeneration = observedGeneration
            self.replicas = replicas
            self.readyReplicas = readyReplicas
            self.availableReplicas = availableReplicas
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
