/// One entry of `status.conditions`, of Flux objects as well as of workloads.
public struct Condition: Codable, Sendable, Hashable {
    /// Whether the condition holds.
    public enum Status: String, Codable, Sendable, Hashable {
        case yes = "True"
        case no = "False"
        case unknown = "Unknown"
    }

    public var type: String
    public var status: Status
    public var reason: String?
    public var message: String?
    /// The generation the condition speaks of, where the writer says so.
    public var observedGeneration: Int?
    public var lastTransitionTime: Time?
    public var lastUpdateTime: Time?

    public init(
        type: String, status: Status, reason: String? = nil, message: String? = nil, observedGeneration: Int? = nil,
        lastTransitionTime: Time? = nil, lastUpdateTime: Time? = nil
    ) {
        self.type = type
        self.status = status
        self.reason = reason
        self.message = message
        self.observedGeneration = observedGeneration
        self.lastTransitionTime = lastTransitionTime
        self.lastUpdateTime = lastUpdateTime
    }
}

extension Sequence where Element == Condition {
    /// The condition of that type, such as `Ready`.
    public subscript(_ type: String) -> Condition? {
        first { $0.type == type }
    }
}
