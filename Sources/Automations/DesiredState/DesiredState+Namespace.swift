import KubernetesAPI

extension DesiredState {
    /// The container of everything else; applied first, and by itself.
    public var namespace: Namespace {
        let labels = names.labels(environment).merging(limits.podSecurity.labels) { $1 }
        return Namespace(metadata: ObjectMeta(name: namespaceName.objectName, labels: labels))
    }

    /// What Slipway may do in this namespace and nowhere else; before every Secret.
    var ownBinding: RoleBinding? { account.map { .ofSlipway(meta(ProjectNames.ownBinding), $0) } }

    /// Whom Flux impersonates here.
    var serviceAccount: ServiceAccount {
        ServiceAccount(metadata: meta(ProjectNames.deployer))
    }

    /// `edit` in this namespace, and nothing elsewhere.
    var roleBinding: RoleBinding {
        RoleBinding(
            metadata: meta(ProjectNames.deployer),
            subjects: [
                RoleBinding.Subject(
                    kind: "ServiceAccount", name: ProjectNames.deployer.text, namespace: namespaceName.text)
            ],
            roleRef: RoleBinding.RoleReference(kind: "ClusterRole", name: "edit"))
    }

    var resourceQuota: ResourceQuota {
        ResourceQuota(metadata: meta(ProjectNames.quota), spec: ResourceQuota.Spec(hard: limits.quota))
    }

    /// A quota refuses pods that state no requests; these defaults let them start.
    var limitRange: LimitRange {
        LimitRange(
            metadata: meta(ProjectNames.limits),
            spec: LimitRange.Spec(limits: [
                LimitRange.Limit(
                    type: "Container",
                    default: limits.defaultLimits,
                    defaultRequest: limits.defaultRequests)
            ]))
    }

    /// In: from this namespace, and from namespaces of no project (ingress controller, monitoring). Out: everywhere.
    var networkPolicy: NetworkPolicy {
        let ofNoProject = LabelSelector(matchExpressions: [
            LabelSelector.Requirement(key: ProjectNames.projectLabel, operator: "DoesNotExist")
        ])
        let here = NetworkPolicy.Peer(podSelector: LabelSelector())
        return NetworkPolicy(
            metadata: meta(ProjectNames.isolation),
            spec: NetworkPolicy.Spec(
                policyTypes: ["Ingress"],
                ingress: [
                    NetworkPolicy.IngressRule(from: [here, NetworkPolicy.Peer(namespaceSelector: ofNoProject)])
                ]))
    }

    /// Pods that name no account pull with the registry's login.
    var defaultServiceAccount: ServiceAccount {
        ServiceAccount(metadata: meta("default"), imagePullSecrets: [LocalReference(name: registryAuth)])
    }
}
