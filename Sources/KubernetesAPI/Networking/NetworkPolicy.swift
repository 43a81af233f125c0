/// networking.k8s.io/v1 NetworkPolicy: who may talk to whom.
public struct NetworkPolicy: NamespacedObject, Hashable {
    public static let resource = ResourceType(
        group: "networking.k8s.io", version: "v1", plural: "networkpolicies", kind: "NetworkPolicy")

    /// The rules.
    public struct Spec: Codable, Sendable, Hashable {
        /// The pods it is about; empty: all of the namespace.
        public var podSelector: LabelSelector
        /// `Ingress`, `Egress`.
        public var policyTypes: [String]?
        /// Absent or empty with type `Ingress`: nothing comes in.
        public var ingress: [IngressRule]?
        /// Absent or empty with type `Egress`: nothing goes out.
        public var egress: [EgressRule]?

        public init(
            podSelector: LabelSelector = LabelSelector(), policyTypes: [String]? = nil,
            ingress: [IngressRule]? = nil, egress: [EgressRule]? = nil
        ) {
            self.podSelector = podSelector
            self.policyTypes = policyTypes
            self.ingress = ingress
            self.egress = egress
        }
    }

    /// Traffic that may come in.
    public struct IngressRule: Codable, Sendable, Hashable {
        /// Absent: from everywhere.
        public var from: [Peer]?
        /// Absent: every port.
        public var ports: [Port]?

        public init(from: [Peer]? = nil, ports: [Port]? = nil) {
            self.from = from
            self.ports = ports
        }
    }

    /// Traffic that may go out.
    public struct EgressRule: Codable, Sendable, Hashable {
        /// Absent: to everywhere.
        public var to: [Peer]?
        /// Absent: every port.
        public var ports: [Port]?

        public init(to: [Peer]? = nil, ports: [Port]? = nil) {
            self.to = to
            self.ports = ports
        }
    }

    /// One side of the traffic; both selectors together mean those pods in those namespaces.
    public struct Peer: Codable, Sendable, Hashable {
        public var podSelector: LabelSelector?
        public var namespaceSelector: LabelSelector?
        public var ipBlock: IPBlock?

        public init(
            podSelector: LabelSelector? = nil, namespaceSelector: LabelSelector? = nil, ipBlock: IPBlock? = nil
        ) {
            self.podSelector = podSelector
            self.namespaceSelector = namespaceSelector
            self.ipBlock = ipBlock
        }
    }

    /// A range of addresses.
    public struct IPBlock: Codable, Sendable, Hashable {
        public var cidr: String
        public var except: [String]?

        public init(cidr: String, except: [String]? = nil) {
            self.cidr = cidr
            self.except = except
        }
    }

    /// A port or a range of them.
    public struct Port: Codable, Sendable, Hashable {
        /// `TCP` when absent.
        public var `protocol`: String?
        public var port: IntOrString?
        public var endPort: Int?

        public init(`protocol`: String? = nil, port: IntOrString? = nil, endPort: Int? = nil) {
            self.protocol = `protocol`
            self.port = port
            self.endPort = endPort
        }
    }

    public var metadata: ObjectMeta<NamespaceName>
    public var spec: Spec?

    public init(metadata: ObjectMeta<NamespaceName>, spec: Spec? = nil) {
        self.metadata = metadata
        self.spec = spec
    }
}
