import KubernetesAPI
import Storage

/// The Kubernetes objects that one environment of a project should have: a pure function of the project, its release, the
/// settings and the credentials there are.
public struct DesiredState: Sendable {
    /// Logins that end up in Secrets; a Secret whose login is absent is not among the objects.
    public struct Credentials: Sendable {
        public var git: GitLogin?
        public var registry: DockerConfig?

        public init(git: GitLogin? = nil, registry: DockerConfig? = nil) {
            self.git = git
            self.registry = registry
        }
    }

    public let project: ProjectIdentity
    public let environment: EnvironmentName
    /// Tag of the release's image; `nil` before the first release, then manifests say which image runs.
    public let imageTag: String?
    public let settings: Settings
    public let credentials: Credentials
    /// Whom Slipway runs as in this cluster; without it there is no ``ownBinding`` among the objects.
    public var account: RoleBinding.Subject?

    public init(
        project: ProjectIdentity, environment: EnvironmentName, imageTag: String?, settings: Settings,
        credentials: Credentials
    ) {
        self.project = project
        self.environment = environment
        self.imageTag = imageTag
        self.settings = settings
        self.credentials = credentials
    }

    /// What the configuration gives the environment.
    public var limits: Limits { settings.limits(of: project) }

    var names: ProjectNames { ProjectNames(project.id) }
    var namespaceName: NamespaceName { names.namespace(environment) }

    func meta(_ name: ObjectName) -> ObjectMeta<NamespaceName> {
        ObjectMeta(name: name, namespace: namespaceName, labels: names.labels(environment))
    }

    /// The objects that live in the namespace, what is needed before what needs it.
    /// - Throws: only if a login cannot be written as JSON.
    public func contents() throws -> [any NamespacedObject] {
        let own: [any NamespacedObject] = ownBinding.map { [$0] } ?? []
        return try own + foundation() + sourceSecrets + [gitRepository, kustomization]
    }

    /// What Flux's objects refer to or run under, but for ``sourceSecrets``. None of these needs another.
    func foundation() throws -> [any NamespacedObject] {
        var objects: [any NamespacedObject] = [
            serviceAccount, roleBinding, resourceQuota, limitRange, networkPolicy,
        ]
        objects += try registryObjects()
        if let git = credentials.git, settings.source.mirror == nil { objects.append(gitSecret(git)) }
        return objects
    }

    /// With what pods pull.
    public func registryObjects() throws -> [any NamespacedObject] {
        guard let registry = credentials.registry else { return [] }
        return [try Secret.dockerConfig(meta(registryAuth), registry), defaultServiceAccount]
    }

    var registryAuth: ObjectName { ProjectNames.registryAuth(ownerID: project.ownerID) }
}
