/// networking.k8s.io/v1 Ingress.
public struct Ingress: NamespacedObject, Hashable {
    public static let resource = ResourceType(
        group: "networking.k8s.io", version: "v1", plural: "ingresses", kind: "Ingress")

    /// Which hosts lead where.
    public struct Spec: Codable, Sendable, Hashable {
        public var ingressClassName: String?
        public var rules: [Rule]?
        public var tls: [TLS]?

        public init(ingressClassName: String? = nil, rules: [Rule]? = nil, tls: [TLS]? = nil) {
            self.ingressClassName = ingressClassName
            self.rules = rules
            self.tls = tls
        }
    }

    /// One host.
    public struct Rule: Codable, Sendable, Hashable {
        public var host: String?
        public var http: Paths?

        public init(host: String? = nil, http: Paths? = nil) {
            self.host = host
            self.http = http
        }
    }

    /// The paths of a host.
    public struct Paths: Codable, Sendable, Hashable {
        public var paths: [Path]

        public init(paths: [Path]) {
            self.paths = paths
        }
    }

    /// One path.
    public struct Path: Codable, Sendable, Hashable {
        public var path: String?
        /// `Prefix`, `Exact` or `ImplementationSpecific`.
        public var pathType: String
        public var backend: Backend

        public init(path: String? = nil, pathType: String, backend: Backend) {
            self.path = path
            self.pathType = pathType
            self.backend = backend
        }
    }

    /// Where a path leads.
    public struct Backend: Codable, Sendable, Hashable {
        /// A Service of the namespace.
        public struct Service: Codable, Sendable, Hashable {
            public var name: String
            public var port: Port?

            public init(name: String, port: Port? = nil) {
                self.name = name
                self.port = port
            }
        }

        /// By name or by number.
        public struct Port: Codable, Sendable, Hashable {
            public var name: String?
            public var number: Int?

            public init(name: String? = nil, number: Int? = nil) {
                self.name = name
                self.number = number
            }
        }

        public var service: Service?

        public init(service: Service? = nil) {
            self.service = service
        }
    }

    /// Hosts served with a certificate.
    public struct TLS: Codable, Sendable, Hashable {
        public var hosts: [String]?
        public var secretName: String?

        public init(hosts: [String]? = nil, secretName: String? = nil) {
            self.hosts = hosts
            self.secretName = secretName
        }
    }

    /// Where it can be reached.
    public struct Status: Codable, Sendable, Hashable {
        /// The addresses.
        public struct LoadBalancer: Codable, Sendable, Hashable {
            public var ingress: [Address]?

            public init(ingress: [Address]? = nil) {
                self.ingress = ingress
            }
        }

        /// One address.
        public struct Address: Codable, Sendable, Hashable {
            public var ip: String?
            public var hostname: String?

            public init(ip: String? = nil, hostname: String? = nil) {
                self.ip = ip
                self.hostname = hostname
            }
        }

        public var loadBalancer: LoadBalancer?

        public init(loadBalancer: LoadBalancer? = nil) {
            self.loadBalancer = loadBalancer
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
