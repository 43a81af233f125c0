import KubernetesAPI
import Storage

/// The objects that Slipway keeps in an environment.
public enum ManagedObject: String, Sendable, Hashable, CaseIterable, Codable {
    case namespace, ownBinding, deployer, roleBinding, quota, limits, isolation
    case registrySecret, defaultAccount, gitSecret, proxySecret
    case source, kustomization

    public var resource: ResourceType {
        switch self {
        case .namespace: Namespace.resource
        case .deployer, .defaultAccount: ServiceAccount.resource
        case .ownBinding, .roleBinding: RoleBinding.resource
        case .quota: ResourceQuota.resource
        case .limits: LimitRange.resource
        case .isolation: NetworkPolicy.resource
        case .registrySecret, .gitSecret, .proxySecret: Secret.resource
        case .source: GitRepository.resource
        case .kustomization: Kustomization.resource
        }
    }

    /// Whether there should be one in each environment, by what the configuration says.
    public func isWanted(_ settings: Settings) -> Bool {
        switch self {
        case .registrySecret, .defaultAccount: settings.hasRegistryLogin
        case .gitSecret: settings.source.mirror.map { $0.login != nil } ?? true
        case .proxySecret: settings.source.proxy != nil
        default: true
        }
    }

    /// - Parameter owner: GitHub's id of the repository's owner.
    public func name(in place: ProjectPlace, owner: Int64) -> String {
        let names = ProjectNames(place.project)
        return switch self {
        case .namespace: place.namespace.text
        case .ownBinding: ProjectNames.ownBinding.text
        case .deployer, .roleBinding: ProjectNames.deployer.text
        case .quota: ProjectNames.quota.text
        case .limits: ProjectNames.limits.text
        case .isolation: ProjectNames.isolation.text
        case .registrySecret: ProjectNames.registryAuth(ownerID: owner).text
        case .defaultAccount: "default"
        case .gitSecret: names.gitAuth.text
        case .proxySecret: names.gitProxy.text
        case .source: names.gitRepository.text
        case .kustomization: names.kustomization(place.environment).text
        }
    }

    /// Whether a watch tells of it. Nobody but a cluster's administrators may watch the Secrets of all namespaces: they are
    /// looked at from time to time, namespace by namespace.
    public var isWatched: Bool { resource != Secret.resource }

    /// The types that are watched, each once.
    public static let watched = resources.filter { $0 != Secret.resource }

    /// Their types, each once.
    public static let resources: [ResourceType] = allCases.reduce(into: []) { resources, object in
        if !resources.contains(object.resource) { resources.append(object.resource) }
    }

    /// The record that holds the status of such an object.
    public var recordKind: GitOpsResourceRecord.Kind? { GitOpsResourceRecord.Kind(rawValue: resource.kind) }
}

/// One object that Slipway keeps, in the cluster.
public struct ManagedPlace: Sendable, Hashable {
    public let place: ProjectPlace
    public let object: ManagedObject
    /// GitHub's id of the owner whose registry login it is; 0 for all others.
    public let owner: Int64

    public init(_ object: ManagedObject, in place: ProjectPlace, owner: Int64) {
        self.place = place
        self.object = object
        self.owner = object == .registrySecret ? owner : 0
    }

    public var name: String { object.name(in: place, owner: owner) }

    /// Nil for what is not ours, whatever its labels say.
    public init?(_ resource: ResourceType, _ seen: ObservedObject) {
        let namespace = resource == Namespace.resource ? seen.name : seen.namespace
        guard let place = ProjectPlace(namespace: namespace) else { return nil }
        let owner = Int64(seen.name.prefix { $0.isASCII && $0.isNumber }) ?? 0
        let object = ManagedObject.allCases.first {
            $0.resource == resource && $0.name(in: place, owner: owner) == seen.name
        }
        guard let object else { return nil }
        self.init(object, in: place, owner: owner)
    }
}
