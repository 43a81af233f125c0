/// batch/v1 Job, as far as a closer look needs it.
public struct Job: NamespacedObject, Hashable {
    public static let resource = ResourceType(group: "batch", version: "v1", plural: "jobs", kind: "Job")

    /// What should run to its end.
    public struct Spec: Codable, Sendable, Hashable {
        /// Failed pods until the Job counts as failed; 6 when absent.
        public var backoffLimit: Int?
        public var template: PodTemplate?

        public init(backoffLimit: Int? = nil, template: PodTemplate? = nil) {
            self.backoffLimit = backoffLimit
            self.template = template
        }
    }

    /// How far it is.
    public struct Status: Codable, Sendable, Hashable {
        public var active: Int?
        public var succeeded: Int?
        public var failed: Int?
        /// `Complete`, `Failed`, `Suspended`.
        public var conditions: [Condition]?

        public init(
            active: Int? = nil, succeeded: Int? = nil, failed: Int? = nil, conditions: [Condition]? = nil
        ) {
            self.active = active
            self.succeeded = succeeded
            self.failed = failed
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
