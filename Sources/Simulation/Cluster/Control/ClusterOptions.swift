import Foundation

extension SimulatedCluster {
    /// How a simulated cluster is set up.
    public struct Options: Sendable {
        /// HTTPS with a certificate authority made at start; otherwise plain HTTP.
        public var usesTLS = true
        /// The port on 127.0.0.1; 0 takes any free one.
        public var port = 0
        /// How long simulated work takes.
        public var timings = ClusterTimings.fast
        /// Who may call, by bearer token. The first one stands in the kubeconfig.
        public var users = [ClusterUser.administrator]
        /// `ClusterRole` objects that exist from the start, beside those every cluster has.
        public var clusterRoles: [ClusterRole] = []
        /// Until a new binding gives anything: real servers read them through a watch.
        public var bindingDelay = Duration.zero
        /// `IngressClass` objects that exist from the start.
        public var ingressClasses = [IngressClass(name: "nginx", isDefault: true)]
        /// `StorageClass` objects that exist from the start.
        public var storageClasses = [StorageClass(name: "standard", isDefault: true)]
        /// Names of cert-manager's `ClusterIssuer` objects, ready; `nil`: cert-manager is not installed.
        public var clusterIssuers: [String]?
        /// Whether cert-manager's issuers sign what they are asked for; otherwise certificates stay under way.
        public var issuesCertificates = true
        /// The Deployments of Flux, where its types are installed.
        public var fluxControllers = [
            FluxController(name: "source-controller", version: "v1.6.2"),
            FluxController(name: "kustomize-controller", version: "v1.6.1"),
        ]
        /// Names of admission policies that refuse. They are only shown: nothing is refused by them.
        public var admissionPolicies = ["slipway-projects"]
        /// Whether the Flux types are installed.
        public var installsFlux = true
        /// Whether Flux, the workload controllers and the kubelet work from the start.
        public var runsControllers = true
        /// Time added before every answer.
        public var latency = Duration.zero
        /// The time written into objects and the ledger.
        public var now: @Sendable () -> Date = { Date() }
        /// What simulated work sleeps on.
        public var clock: any Clock<Duration> = ContinuousClock()

        public init() {}
    }

    /// A `ClusterRole` of the cluster. It gives nobody anything until it is bound.
    public struct ClusterRole: Sendable, Hashable {
        public let name: String
        public let rules: [AccessRule]

        public init(name: String, rules: [AccessRule]) {
            self.name = name
            self.rules = rules
        }
    }

    /// An `IngressClass` of the cluster.
    public struct IngressClass: Sendable, Hashable {
        public let name: String
        /// Annotated `ingressclass.kubernetes.io/is-default-class`.
        public let isDefault: Bool

        public init(name: String, isDefault: Bool = false) {
            self.name = name
            self.isDefault = isDefault
        }
    }

    /// A `StorageClass` of the cluster.
    public struct StorageClass: Sendable, Hashable {
        public let name: String
        /// Annotated `storageclass.kubernetes.io/is-default-class`.
        public let isDefault: Bool

        public init(name: String, isDefault: Bool = false) {
            self.name = name
            self.isDefault = isDefault
        }
    }

    /// A Deployment of Flux. It is only shown: the simulated Flux works without it.
    public struct FluxController: Sendable, Hashable {
        public let name: String
        /// The tag of its image.
        public let version: String
        /// How many it should have; 0 is how people switch a controller off.
        public let replicas: Int
        /// How many pods of it are ready.
        public let ready: Int
        /// Flags of the controller.
        public let arguments: [String]

        public init(name: String, version: String, replicas: Int = 1, ready: Int = 1, arguments: [String] = []) {
            self.name = name
            self.version = version
            self.replicas = replicas
            self.ready = ready
            self.arguments = arguments
        }
    }
}
