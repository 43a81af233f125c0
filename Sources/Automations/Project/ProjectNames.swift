import KubernetesAPI
import Storage

/// Names and labels of what a project has in the cluster. They come from ids, never from the repository's name, which may
/// hold dots, capitals and underscores.
public struct ProjectNames: Sendable, Hashable {
    private let id: ProjectID

    public init(_ id: ProjectID) {
        self.id = id
    }

    /// Who applies desired state.
    public static let fieldManager = "slipway"
    /// Who writes reconcile tokens; another than ``fieldManager``, so that applying desired state never removes them.
    public static let reconcileManager = "slipway-reconcile"
    public static let managedBy = "app.kubernetes.io/managed-by"
    public static let projectLabel = "slipway.dev/project"
    public static let environmentLabel = "slipway.dev/environment"
    /// On a namespace, `"true"`: nothing is put back in it that people delete or change.
    public static let paused = "slipway.dev/paused"
    /// Flux puts it on everything that it applies; its value is the name of the Kustomization.
    public static let fluxNameLabel = "kustomize.toolkit.fluxcd.io/name"

    public static let deployer: ObjectName = "slipway-deployer"
    /// Slipway's own binding in a project's namespace.
    public static let ownBinding: ObjectName = "slipway"
    /// The ClusterRole of it, which is bound in namespaces of projects and nowhere else.
    public static let ownRole: ObjectName = "slipway-project"
    public static let quota: ObjectName = "project-quota"
    public static let limits: ObjectName = "project-limits"
    public static let isolation: ObjectName = "project-isolation"

    // A project id is a UUID (36 characters), so these names always follow the rules and fit into 63 characters.

    public func namespace(_ environment: EnvironmentName) -> NamespaceName {
        NamespaceName(stringLiteral: "project-\(id.value)-\(environment.rawValue)")
    }

    public var gitRepository: ObjectName { ObjectName(stringLiteral: "\(id.value)-repo") }

    public func kustomization(_ environment: EnvironmentName) -> ObjectName {
        ObjectName(stringLiteral: "\(id.value)-\(environment.rawValue)")
    }

    public var gitAuth: ObjectName { ObjectName(stringLiteral: "\(id.value)-git-auth") }

    public var gitProxy: ObjectName { ObjectName(stringLiteral: "\(id.value)-git-proxy") }

    public static func registryAuth(ownerID: Int64) -> ObjectName {
        ObjectName(stringLiteral: "\(ownerID)\(registryAuthEnding)")
    }

    /// Whether a Secret holds the registry's login of an owner, whoever that is.
    public static func isRegistryAuth(_ name: ObjectName) -> Bool { name.text.hasSuffix(registryAuthEnding) }

    private static let registryAuthEnding = "-ghcr-auth"

    public func labels(_ environment: EnvironmentName) -> [String: String] {
        [
            Self.managedBy: Self.fieldManager,
            Self.projectLabel: id.value,
            Self.environmentLabel: environment.rawValue,
        ]
    }
}

/// What a waiting run listens to, and a watch calls out.
public enum WakeKey {
    /// The GitRepository or Kustomization of an environment changed.
    public static func flux(_ project: ProjectID, _ environment: EnvironmentName) -> String {
        "flux:\(project.value):\(environment.rawValue)"
    }

    /// A workload of an environment changed, or one of its pods, or something was told of them.
    public static func workload(_ project: ProjectID, _ environment: EnvironmentName) -> String {
        "\(workloads)\(project.value):\(environment.rawValue)"
    }

    /// What all keys of workloads begin with.
    public static let workloads = "workload:"

    /// A source that rests may be tried.
    static func source(_ project: String, _ environment: EnvironmentName) -> String {
        "source:\(project):\(environment.rawValue)"
    }

    /// It is known whether an address can be reached.
    public static func address(_ url: String) -> String { "address:\(url)" }

    /// Something may keep a project in the cluster, or a person asks for more.
    static func cleanUp(_ project: String) -> String { "cleanUp:\(project)" }

    /// The set-up of a project came to an end, good or bad.
    static func setUp(_ project: String) -> String { "setup:\(project)" }

    /// A newer release entered an environment.
    static func release(_ project: String, _ environment: EnvironmentName) -> String {
        "release:\(project):\(environment.rawValue)"
    }
}
