/// core/v1 Namespace.
public struct Namespace: ClusterObject, Hashable {
    public static let resource = ResourceType(
        group: "", version: "v1", plural: "namespaces", kind: "Namespace")

    /// What the cluster says about it.
    public struct Status: Codable, Sendable, Hashable {
        /// `Active`, or `Terminating` until everything in it is gone.
        public enum Phase: String, Codable, Sendable, Hashable {
            case active = "Active"
            case terminating = "Terminating"
        }

        public var phase: Phase?
        /// While `Terminating`: what is still in the way.
        public var conditions: [Condition]?

        public init(phase: Phase? = nil, conditions: [Condition]? = nil) {
            self.phase = phase
            self.conditions = conditions
        }
    }

    public var metadata: ObjectMeta<ClusterScope>
    public var status: Status?

    public init(metadata: ObjectMeta<ClusterScope>, status: Status? = nil) {
        self.metadata = metadata
        self.status = status
    }

    /// True once it was deleted and until it is gone: nothing new can be created in it.
    public var isTerminating: Bool { metadata.deletionTimestamp != nil || status?.phase == .terminating }

    public mutating func removeStatus() {
        status = nil
    }
}
