/// core/v1 Pod.
public struct Pod: NamespacedObject, Hashable {
    public static let resource = ResourceType(
        group: "", version: "v1", plural: "pods", kind: "Pod")

    /// What became of it.
    public struct Status: Codable, Sendable, Hashable {
        /// `Pending`, `Running`, `Succeeded`, `Failed` or `Unknown`.
        public var phase: String?
        /// Such as `Evicted`.
        public var reason: String?
        public var message: String?
        public var startTime: Time?
        /// `PodScheduled`, `Ready` …
        public var conditions: [Condition]?
        public var initContainerStatuses: [ContainerStatus]?
        public var containerStatuses: [ContainerStatus]?

        public init(
            phase: String? = nil, reason: String? = nil, message: String? = nil, startTime: Time? = nil,
            conditions: [Condition]? = nil, initContainerStatuses: [ContainerStatus]? = nil,
            containerStatuses: [ContainerStatus]? = nil
        ) {
            self.phase = phase
            self.reason = reason
            self.message = message
            self.startTime = startTime
            self.conditions = conditions
            self.initContainerStatuses = initContainerStatuses
            self.containerStatuses = containerStatuses
        }
    }

    public var metadata: ObjectMeta<NamespaceName>
    public var spec: PodSpec
    public var status: Status?

    public init(metadata: ObjectMeta<NamespaceName>, spec: PodSpec, status: Status? = nil) {
        self.metadata = metadata
        self.spec = spec
        self.status = status
    }

    public mutating func removeStatus() {
        status = nil
    }
}
