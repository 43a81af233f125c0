/// core/v1 LimitRange: bounds and defaults for containers.
public struct LimitRange: NamespacedObject, Hashable {
    public static let resource = ResourceType(
        group: "", version: "v1", plural: "limitranges", kind: "LimitRange")

    /// The bounds by type.
    public struct Spec: Codable, Sendable, Hashable {
        public var limits: [Limit]

        public init(limits: [Limit]) {
            self.limits = limits
        }
    }

    /// The bounds of one type.
    public struct Limit: Codable, Sendable, Hashable {
        /// `Container`, `Pod` or `PersistentVolumeClaim`.
        public var type: String
        /// Limits of a container that states none.
        public var `default`: [String: Quantity]?
        /// Requests of a container that states none.
        public var defaultRequest: [String: Quantity]?
        public var max: [String: Quantity]?
        public var min: [String: Quantity]?
        public var maxLimitRequestRatio: [String: Quantity]?

        public init(
            type: String, `default`: [String: Quantity]? = nil, defaultRequest: [String: Quantity]? = nil,
            max: [String: Quantity]? = nil, min: [String: Quantity]? = nil,
            maxLimitRequestRatio: [String: Quantity]? = nil
        ) {
            self.type = type
            self.default = `default`
            self.defaultRequest = defaultRequest
            self.max = max
            self.min = min
            self.maxLimitRequestRatio = maxLimitRequestRatio
        }
    }

    public var metadata: ObjectMeta<NamespaceName>
    public var spec: Spec?

    public init(metadata: ObjectMeta<NamespaceName>, spec: Spec? = nil) {
        self.metadata = metadata
        self.spec = spec
    }
}
