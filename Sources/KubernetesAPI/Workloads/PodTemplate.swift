/// What a workload makes its pods from.
public struct PodTemplate: Codable, Sendable, Hashable {
    /// The labels of its pods.
    public struct Metadata: Codable, Sendable, Hashable {
        public var labels: [String: String]?
        public var annotations: [String: String]?

        public init(labels: [String: String]? = nil, annotations: [String: String]? = nil) {
            self.labels = labels
            self.annotations = annotations
        }
    }

    public var metadata: Metadata?
    public var spec: PodSpec?

    public init(metadata: Metadata? = nil, spec: PodSpec? = nil) {
        self.metadata = metadata
        self.spec = spec
    }
}
