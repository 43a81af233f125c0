import Foundation
import KubernetesAPI

/// What an environment looks like at one moment: everything that a diagnosis is made from. What was not read is empty
/// or `nil`,
/// and nothing is concluded from it.
public struct ObservedEnvironment: Sendable {
    public var namespace: NamespaceName
    public var now: Date
    public var flux: ObservedFlux?
    public var workloads: WorkloadObservation
    public var image: ImageKnowledge
    public var claims: [PersistentVolumeClaim] = []
    public var quotas: [ResourceQuota] = []
    /// `nil`: not read.
    public var limitRanges: [LimitRange]?
    public var ingresses: [Ingress] = []
    /// What ingresses of other namespaces have of the same hosts.
    public var hostsElsewhere: [HostUse] = []
    /// `nil`: not read.
    public var ingressClasses: [IngressClass]?
    public var certificates: ObservedCertificates = .unread

    public init(
        namespace: NamespaceName, now: Date, flux: ObservedFlux? = nil,
        workloads: WorkloadObservation = WorkloadObservation(deployments: []), image: ImageKnowledge = ImageKnowledge()
    ) {
        self.namespace = namespace
        self.now = now
        self.flux = flux
        self.workloads = workloads
        self.image = image
    }
}

/// An environment's Flux objects as they were found.
public struct ObservedFlux: Sendable {
    /// Whether the cluster knows Flux's types.
    public var isInstalled: Bool
    public var gitRepository: GitRepository?
    public var kustomization: Kustomization?
    /// Seconds without an answer after which Flux counts as not running.
    public var silence: Double

    public init(
        isInstalled: Bool = true, gitRepository: GitRepository?, kustomization: Kustomization?, silence: Double = 600
    ) {
        self.isInstalled = isInstalled
        self.gitRepository = gitRepository
        self.kustomization = kustomization
        self.silence = silence
    }
}

/// cert-manager's Certificates, if it is there.
public enum ObservedCertificates: Sendable {
    case unread
    case notInstalled
    case found([Certificate])
}

/// What Slipway knows of the image that should run.
public struct ImageKnowledge: Sendable, Hashable {
    /// What became of the build that pushes it.
    public enum Build: String, Sendable, Hashable, Codable, CaseIterable {
        case unknown, never, running, failed, succeeded
    }

    /// With its tag; `nil` to take whatever the manifests say.
    public var name: String?
    public var build: Build
    /// Whether Slipway was given a login for the registry.
    public var hasRegistryLogin: Bool
    /// What the configuration calls the entry of the registry that applies.
    public var registryEntry: String

    public init(
        name: String? = nil, build: Build = .unknown, hasRegistryLogin: Bool = true, registryEntry: String = "registry"
    ) {
        self.name = name
        self.build = build
        self.hasRegistryLogin = hasRegistryLogin
        self.registryEntry = registryEntry
    }
}
