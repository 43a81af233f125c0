/// cert-manager.io/v1 Certificate: a TLS certificate that cert-manager is to get. The type exists only where it is
/// installed.
public struct Certificate: NamespacedObject, Hashable {
    public static let resource = ResourceType(
        group: "cert-manager.io", version: "v1", plural: "certificates", kind: "Certificate")

    /// For what, and from whom.
    public struct Spec: Codable, Sendable, Hashable {
        public var secretName: String
        public var dnsNames: [String]?
        public var issuerRef: Issuer?

        public init(secretName: String, dnsNames: [String]? = nil, issuerRef: Issuer? = nil) {
            self.secretName = secretName
            self.dnsNames = dnsNames
            self.issuerRef = issuerRef
        }
    }

    /// Who signs.
    public struct Issuer: Codable, Sendable, Hashable {
        public var name: String
        /// `Issuer` when absent.
        public var kind: String?

        public init(name: String, kind: String? = nil) {
            self.name = name
            self.kind = kind
        }
    }

    /// How far it is.
    public struct Status: Codable, Sendable, Hashable {
        /// `Ready`, `Issuing`.
        public var conditions: [Condition]?
        /// Until when the certificate that was issued last is good.
        public var notAfter: Time?

        public init(conditions: [Condition]? = nil, notAfter: Time? = nil) {
            self.conditions = conditions
            self.notAfter = notAfter
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
