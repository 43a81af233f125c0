/// core/v1 PodSpec, as far as it is read.
public struct PodSpec: Codable, Sendable, Hashable {
    /// A container of the pod.
    public struct Container: Codable, Sendable, Hashable {
        public var name: String
        public var image: String?
        public var args: [String]?
        public var resources: Resources?

        public init(name: String, image: String? = nil, args: [String]? = nil, resources: Resources? = nil) {
            self.name = name
            self.image = image
            self.args = args
            self.resources = resources
        }
    }

    /// What a container asks for and may use.
    public struct Resources: Codable, Sendable, Hashable {
        public var requests: [String: Quantity]?
        public var limits: [String: Quantity]?

        public init(requests: [String: Quantity]? = nil, limits: [String: Quantity]? = nil) {
            self.requests = requests
            self.limits = limits
        }
    }

    /// A volume, as far as it names a claim.
    public struct Volume: Codable, Sendable, Hashable {
        /// The claim behind a volume.
        public struct Claim: Codable, Sendable, Hashable {
            public var claimName: String

            public init(claimName: String) {
                self.claimName = claimName
            }
        }

        public var name: String
        public var persistentVolumeClaim: Claim?

        public init(name: String, persistentVolumeClaim: Claim? = nil) {
            self.name = name
            self.persistentVolumeClaim = persistentVolumeClaim
        }
    }

    public var containers: [Container]
    public var initContainers: [Container]?
    /// Absent: not scheduled yet.
    public var nodeName: String?
    public var serviceAccountName: String?
    public var volumes: [Volume]?

    public init(
        containers: [Container], initContainers: [Container]? = nil, nodeName: String? = nil,
        serviceAccountName: String? = nil, volumes: [Volume]? = nil
    ) {
        self.containers = containers
        self.initContainers = initContainers
        self.nodeName = nodeName
        self.serviceAccountName = serviceAccountName
        self.volumes = volumes
    }
}
