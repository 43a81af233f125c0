/// core/v1 Event: what the cluster says happened to an object. Called so to keep it apart from GitHub's events.
public struct ClusterEvent: NamespacedObject, Hashable {
    public static let resource = ResourceType(
        group: "", version: "v1", plural: "events", kind: "Event")

    /// Who says so.
    public struct Source: Codable, Sendable, Hashable {
        public var component: String?
        public var host: String?

        public init(component: String? = nil, host: String? = nil) {
            self.component = component
            self.host = host
        }
    }

    public var metadata: ObjectMeta<NamespaceName>
    public var involvedObject: ObjectReference
    /// Such as `FailedCreate`.
    public var reason: String?
    public var message: String?
    /// `Normal` or `Warning`.
    public var type: String?
    /// Grows when the same thing happens again.
    public var count: Int?
    public var firstTimestamp: Time?
    public var lastTimestamp: Time?
    public var eventTime: MicroTime?
    public var source: Source?
    public var reportingComponent: String?

    public init(
        metadata: ObjectMeta<NamespaceName>, involvedObject: ObjectReference, reason: String? = nil,
        message: String? = nil, type: String? = nil, count: Int? = nil, firstTimestamp: Time? = nil,
        lastTimestamp: Time? = nil, eventTime: MicroTime? = nil, source: Source? = nil,
        reportingComponent: String? = nil
    ) {
        self.metadata = metadata
        self.involvedObject = involvedObject
        self.reason = reason
        self.message = message
        self.type = type
        self.count = count
        self.firstTimestamp = firstTimestamp
        self.lastTimestamp = lastTimestamp
        self.eventTime = eventTime
        self.source = source
        self.reportingComponent = reportingComponent
    }
}
