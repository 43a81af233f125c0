import Redaction

/// core/v1 Secret. Values are applied as `data`: a key left out of `stringData` would stay in the cluster.
public struct Secret: NamespacedObject, Hashable {
    public static let resource = ResourceType(group: "", version: "v1", plural: "secrets", kind: "Secret")
    public static let isConfidential = true

    /// `type` of a Secret; cannot be changed once it exists.
    public struct Kind: RawRepresentable, Codable, Sendable, Hashable {
        public static let opaque = Kind(rawValue: "Opaque")
        public static let dockerConfigJSON = Kind(rawValue: "kubernetes.io/dockerconfigjson")

        public let rawValue: String

        public init(rawValue: String) {
            self.rawValue = rawValue
        }
    }

    public var metadata: ObjectMeta<NamespaceName>
    public var type: Kind?
    public var data: SecretData?
    public var immutable: Bool?

    public init(metadata: ObjectMeta<NamespaceName>, type: Kind? = nil, data: SecretData?, immutable: Bool? = nil) {
        self.metadata = metadata
        self.type = type
        self.data = data
        self.immutable = immutable
    }

    /// A Secret of plain values, such as `username` and `password`.
    public static func opaque(_ metadata: ObjectMeta<NamespaceName>, values: [String: Redacted]) -> Secret {
        Secret(metadata: metadata, type: .opaque, data: SecretData(values))
    }
}
