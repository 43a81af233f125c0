/// core/v1 ResourceQuota: what a namespace may use at most.
public struct ResourceQuota: NamespacedObject, Hashable {
    public static let resource = ResourceType(
        group: "", version: "v1", plural: "resourcequotas", kind: "ResourceQuota")

    /// The limits.
    public struct Spec: Codable, Sendable, Hashable {
        /// Such as `pods`, `requests.cpu`, `requests.memory`.
        public var hard: [String: Quantity]?

        public init(hard: [String: Quantity]? = nil) {
            self.hard = hard
        }
    }

    /// What is used of them.
    public struct Status: Codable, Sendable, Hashable {
        public var hard: [String: Quantity]?
        public var used: [String: Quantity]?

        public init(hard: [String: Quantity]? = nil, used: [String: Quantity]? = nil) {
            self.hard = hard
            self.used = used
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
