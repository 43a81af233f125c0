import KubernetesAPI
import Storage

extension RoleBinding {
    /// Gives Slipway in a project's namespace what it may do nowhere else.
    static func ofSlipway(_ metadata: ObjectMeta<NamespaceName>, _ account: Subject) -> RoleBinding {
        RoleBinding(
            metadata: metadata, subjects: [account],
            roleRef: RoleReference(kind: "ClusterRole", name: ProjectNames.ownRole.text))
    }
}

extension RoleBinding.Subject {
    /// The account of the manifests.
    static let deployed = RoleBinding.Subject(kind: "ServiceAccount", name: "slipway", namespace: "slipway")

    /// A user as bindings name it: service accounts by their namespace and name, all others as they are called.
    init(_ identity: ClusterIdentity) {
        let parts = identity.username.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        if parts.count == 4, Array(parts[..<2]) == ["system", "serviceaccount"] {
            self.init(kind: "ServiceAccount", name: parts[3], namespace: parts[2])
        } else {
            self.init(kind: "User", apiGroup: "rbac.authorization.k8s.io", name: identity.username)
        }
    }
}

extension KubernetesClient {
    /// Whom Slipway runs as in this cluster. Kubernetes before 1.28 does not say it: there it is taken for the account of the
    /// manifests, which does no harm to an administrator.
    func ownAccount(isFresh: Bool = false) async throws -> RoleBinding.Subject {
        do {
            return RoleBinding.Subject(try await identity(isFresh: isFresh))
        } catch let error as KubernetesError where error.code == .resourceTypeMissing {
            return .deployed
        }
    }
}

extension KubernetesClient {
    /// Applies Slipway's own binding; where it may not, or the role is not there, it is told what to do.
    func bind(_ binding: RoleBinding) async throws {
        do {
            _ = try await apply(binding, comparedWith: .unread)
        } catch let error as KubernetesError where error.isWantOfRole {
            throw error.hinting(AccessRemedy.hint(binding.metadata.namespace))
        }
    }
}

extension AccessRemedy {
    /// In namespaces of projects Slipway binds its role to itself: an environment may be older than the role, somebody may
    /// have deleted the binding, or the credential may be another one than before.
    public static func ofProjects(pauses: [Duration] = usualPauses) -> AccessRemedy {
        AccessRemedy(
            give: { client, namespace in
                guard let place = ProjectPlace(namespace: namespace) else { return false }
                let meta = ObjectMeta(
                    name: ProjectNames.ownBinding, namespace: namespace,
                    labels: ProjectNames(place.project).labels(place.environment))
                let account = try await client.ownAccount(isFresh: true)
                try await client.bind(.ofSlipway(meta, account))
                return true
            }, pauses: pauses, hint: hint)
    }

    fileprivate static func hint(_ namespace: NamespaceName) -> String {
        "Slipway needs the ClusterRole \(ProjectNames.ownRole) and may bind it to itself by Deploy/rbac.yaml: kubectl apply -f "
            + "Deploy/rbac.yaml. What there is shows: kubectl get clusterrole \(ProjectNames.ownRole) and kubectl -n "
            + "\(namespace) get rolebinding \(ProjectNames.ownBinding) -o yaml."
    }
}
