import KubernetesAPI
import Redaction
import Storage

extension DesiredState {
    /// The object as it should be; nil if there should be none, or if it needs a login that is not there.
    func object(_ object: ManagedObject) throws -> (any KubernetesObject)? {
        switch object {
        case .namespace: namespace
        case .ownBinding: ownBinding
        case .deployer: serviceAccount
        case .roleBinding: roleBinding
        case .quota: resourceQuota
        case .limits: limitRange
        case .isolation: networkPolicy
        case .registrySecret: try credentials.registry.map { try Secret.dockerConfig(meta(registryAuth), $0) }
        case .defaultAccount: credentials.registry == nil ? nil : defaultServiceAccount
        case .gitSecret: settings.source.mirror.map { $0.login.map(gitSecret) } ?? credentials.git.map(gitSecret)
        case .proxySecret: settings.source.proxy.map(proxySecret)
        case .source: gitRepository
        case .kustomization: kustomization
        }
    }
}

/// Which fields Slipway owns of each object it keeps. They are the same in every project; only values differ.
public struct ExpectedFields: Sendable {
    private let fields: [ManagedObject: StatedFields]

    /// - Throws: only if an object cannot be written as JSON.
    public init(_ settings: Settings) throws {
        let project = ProjectIdentity(
            id: ProjectID(gitHubHost: "example.com", repository: 1), owner: "owner", ownerID: 1, name: "name",
            branch: "main")
        var settings = settings
        // Projects differ in their limits: what some may lack is told by ``Drift/without(_:_:)``.
        settings.limits = Limits.union(settings.allLimits)
        settings.rules = []
        var desired = DesiredState(
            project: project, environment: .development, imageTag: "tag", settings: settings,
            credentials: DesiredState.Credentials(
                git: GitLogin(password: Redacted("password")),
                registry: settings.hasRegistryLogin ? .none(for: settings.registry.host) : nil))
        desired.account = .deployed
        fields = try ManagedObject.allCases.reduce(into: [:]) { fields, object in
            fields[object] = try desired.object(object).map(Self.stated)
        }
    }

    private static func stated(_ object: any KubernetesObject) throws -> StatedFields { try StatedFields(object) }

    /// Whether the configuration asks for such an object.
    public func includes(_ object: ManagedObject) -> Bool { fields[object] != nil }

    /// What somebody else changed of an object; empty: nothing.
    public func lacking(_ object: ManagedObject, in ownership: FieldOwnership) -> [String] {
        fields[object]?.lacking(in: ownership) ?? []
    }

    /// The path that is lacking before an image was pinned.
    public static let pin = "spec.images"
}
