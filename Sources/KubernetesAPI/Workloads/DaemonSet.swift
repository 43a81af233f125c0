/// apps/v1 DaemonSet, as far as a closer look needs it.
public struct DaemonSet: NamespacedObject, Hashable {
    public static let resource = ResourceType(
        group: "apps", version: "v1", plural: "daemonsets", kind: "DaemonSet")

    /// What should run on every node.
    public struct Spec: Codable, Sendable, Hashable {
        public var selector: LabelSelector
        public var template: PodTemplate

        public init(selector: LabelSelector, template: PodTemplate) {
            self.selector = selector
            self.template = template
        }
    }

    /// What runs. Unlike elsewhere, a count of zero is written.
    public struct Status: Codable, Sendable, Hashable {
        public var observedGeneration: Int?
        public var desiredNumberScheduled: Int?
        public var updatedNumberScheduled: Int?
        public var numberReady: Int?

        public init(
            observedGeneration: Int? = nil, desiredNumberScheduled: Int? = nil, updatedNumberScheduled: Int? = nil,
            numberReady: Int? = nil
        ) {
            self.observedGeneration = observedGeneration
            self.desiredNumberScheduled = desiredNumberScheduled
            self.updatedNumberScheduled = updatedNumberScheduled
            self.numberReady = numberReady
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
