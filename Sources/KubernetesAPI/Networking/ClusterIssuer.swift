/// cert-manager.io/v1 ClusterIssuer, as far as it is read.
public struct ClusterIssuer: ClusterObject, Hashable {
    public static let resource = ResourceType(
        group: "cert-manager.io", version: "v1", plural: "clusterissuers", kind: "ClusterIssuer")

    public struct Status: Codable, Sendable, Hashable {
        public var conditions: [Condition]?

        public init(conditions: [Condition]? = nil) {
            self.conditions = conditions
        }
    }

    public var metadata: ObjectMeta<ClusterScope>
    public var status: Status?

    public init(metadata: ObjectMeta<ClusterScope>, status: Status? = nil) {
        self.metadata = metadata
        self.status = status
    }

    public mutating func removeStatus() {
        status = nil
    }

    /// Whether it can sign; nil before it said so.
    public var ready: Condition? { status?.conditions?.first { $0.type == "Ready" } }
}
