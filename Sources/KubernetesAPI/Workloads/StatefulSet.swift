/// apps/v1 StatefulSet, as far as a rollout needs it.
public struct StatefulSet: NamespacedObject, Hashable {
    public static let resource = ResourceType(
        group: "apps", version: "v1", plural: "statefulsets", kind: "StatefulSet")

    /// What should run.
    public struct Spec: Codable, Sendable, Hashable {
        /// 1 when absent.
        public var replicas: Int?
        public var serviceName: String?
        public var selector: LabelSelector
        public var template: PodTemplate

        public init(
            replicas: Int? = nil, serviceName: String? = nil, selector: LabelSelector, template: PodTemplate
        ) {
            self.replicas = replicas
            self.serviceName = serviceName
            self.selector = selector
            self.template = template
        }
    }

    /// What runs. A count of zero is absent.
    public struct Status: Codable, Sendable, Hashable {
        public var observedGeneration: Int?
        public var replicas: Int?
        public var updatedReplicas: Int?
        public var readyReplicas: Int?
        public var availableReplicas: Int?
        public var currentRevision: String?
        public var updateRevision: String?
        public var conditions: [Condition]?

        public init(
            observedGeneration: Int? = nil, replicas: Int? = nil, updatedReplicas: Int? = nil,
            readyReplicas: Int? = nil, availableReplicas: Int? = nil, currentRevision: String? = nil,
            updateRevision: String? = nil, conditions: [Condition]? = nil
        ) {
            self.observedGeneration = observedGeneration
            self.replicas = replicas
            self.updatedReplicas = updatedReplicas
            self.readyReplicas = readyReplicas
            self.availableReplicas = availableReplicas
            self.currentRevision = currentRevision
            self.updateRevision = updateRevision
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
