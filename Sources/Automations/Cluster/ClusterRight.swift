import KubernetesAPI

/// Something that Slipway must be allowed to do.
public struct ClusterRight: Sendable, Hashable {
    /// As RBAC names it.
    public let verb: String
    public let resource: ResourceType
    /// The one object it is about; nil for all of the type.
    public let name: ObjectName?

    init(_ verb: String, _ resource: ResourceType, name: ObjectName? = nil) {
        self.verb = verb
        self.resource = resource
        self.name = name
    }
}

extension ClusterRight {
    /// Exactly what Slipway does in every namespace; what the role `slipway` of `Deploy/rbac.yaml` grants. Nothing of it is
    /// about Secrets.
    public static let all: [ClusterRight] = kept + given + flux + seen + explaining + removed

    /// What only `slipway doctor` looks at, and can do without.
    public static let examined = [
        ClusterRight("list", StorageClass.resource), ClusterRight("get", ClusterIssuer.resource),
        ClusterRight("get", ClusterRole.resource, name: ProjectNames.ownRole),
        ClusterRight("get", ValidatingAdmissionPolicy.resource, name: projectsPolicy),
        ClusterRight("get", ValidatingAdmissionPolicyBinding.resource, name: projectsPolicy),
    ]

    /// What Slipway does in namespaces of projects only; what the role `slipway-project` grants. Of Secrets, only metadata is
    /// read; the registry's login of a former owner is deleted.
    public static let inProjects = rights(Secret.resource, "get", "list", "create", "patch", "delete")

    /// The admission policy and its binding that keep Flux's objects of a project to their namespace
    /// (`Deploy/base/admission.yaml`).
    public static let projectsPolicy: ObjectName = "slipway-projects"

    /// Applied, and watched so that what is deleted or changed by hand is put back. Server-side apply of an object that
    /// does not exist needs `create` as well as `patch`.
    private static let kept = [
        Namespace.resource, ServiceAccount.resource, ResourceQuota.resource, LimitRange.resource,
        NetworkPolicy.resource, RoleBinding.resource,
    ].flatMap { rights($0, "get", "list", "watch", "create", "patch") }

    /// The roles that Flux and Slipway get in a project's namespace; nobody may give away what they do not have.
    private static let given = ["edit", ProjectNames.ownRole].map {
        ClusterRight("bind", ClusterRole.resource, name: $0)
    }

    private static let flux = [GitRepository.resource, Kustomization.resource].flatMap {
        rights($0, "get", "list", "watch", "create", "patch")
    }

    /// What is taken away when a project leaves the cluster: the rest goes with its namespaces.
    private static let removed =
        [Namespace.resource, GitRepository.resource, Kustomization.resource].flatMap { rights($0, "delete") }

    /// What is read where they did not: without one of these the explanation is less exact, nothing else.
    private static let explaining = [
        StatefulSet.resource, DaemonSet.resource, Job.resource, PersistentVolumeClaim.resource, Ingress.resource,
        Certificate.resource,
    ].flatMap { rights($0, "list") }

    /// Whether the pods of a release became ready; watched only in the namespace that a run waits for. Events are also
    /// written: warnings when many sources fail.
    private static let seen =
        rights(Deployment.resource, "list", "watch") + rights(Pod.resource, "list", "watch")
        + rights(ClusterEvent.resource, "list", "watch", "create", "patch")
        + [ReplicaSet.resource, IngressClass.resource].flatMap { rights($0, "list") }

    private static func rights(_ resource: ResourceType, _ verbs: String...) -> [ClusterRight] {
        verbs.map { ClusterRight($0, resource) }
    }
}

extension ClusterRight {
    /// Rights in the manner of a role: `create, patch: namespaces, secrets; list: pods`.
    public static func summary(_ rights: [ClusterRight]) -> String {
        var verbs: [String: [String]] = [:]
        var order: [String] = []
        for right in rights {
            let object = right.name.map { "\(right.resource)/\($0)" } ?? right.resource.description
            if verbs[object] == nil { order.append(object) }
            verbs[object, default: []].append(right.verb)
        }
        var lines: [(verbs: String, objects: [String])] = []
        for object in order {
            let needed = verbs[object, default: []].joined(separator: ", ")
            if let line = lines.firstIndex(where: { $0.verbs == needed }) {
                lines[line].objects.append(object)
            } else {
                lines.append((needed, [object]))
            }
        }
        return lines.map { "\($0.verbs): \($0.objects.joined(separator: ", "))" }.joined(separator: "; ")
    }
}
