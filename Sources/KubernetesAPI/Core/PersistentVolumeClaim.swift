/// core/v1 PersistentVolumeClaim.
public struct PersistentVolumeClaim: NamespacedObject, Hashable {
    public static let resource = ResourceType(
        group: "", version: "v1", plural: "persistentvolumeclaims", kind: "PersistentVolumeClaim")

    /// The storage asked for.
    public struct Spec: Codable, Sendable, Hashable {
        public var accessModes: [String]?
        public var storageClassName: String?
        public var volumeName: String?
        public var resources: PodSpec.Resources?

        public init(
            accessModes: [String]? = nil, storageClassName: String? = nil, volumeName: String? = nil,
            resources: PodSpec.Resources? = nil
        ) {
            self.accessModes = accessModes
            self.storageClassName = storageClassName
            self.volumeName = volumeName
            self.resources = resources
        }
    }

    /// The storage given.
    public struct Status: Codable, Sendable, Hashable {
        /// `Pending`, `Bound` or `Lost`.
        public var phase: String?
        public var capacity: [String: Quantity]?
        public var conditions: [Condition]?

        public init(phase: String? = nil, capacity: [String: Quantity]? = nil, conditions: [Condition]? = nil) {
            self.phase = phase
            self.capacity = capacity
            self.conditions = conditions
        }
    }

    public var metadata: ObjectMeta<NamespaceName>
    public var spec: Spec?
    public var status: Status?

    public init(metadata: ObjectMeta<NamespaceName>, spec: Spec? = nil, status: Status? = nil) {
        self.metadata = metadata
        self.spec = spec
        self.status = status
    }

    public mutating func removeStatus() {
        status = nil
    }
}
