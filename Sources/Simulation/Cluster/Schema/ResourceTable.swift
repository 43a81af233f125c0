/// Every type the simulated cluster serves, in one table.
enum ResourceTable {
    static let core: [ResourceType] = [
        ResourceType(
            group: "", version: "v1", plural: "namespaces", kind: "Namespace", isNamespaced: false,
            schema: .namespaceType, applyDefaults: Defaults.namespace, selectableFields: ["status.phase"]),
        ResourceType(
            group: "", version: "v1", plural: "secrets", kind: "Secret", isNamespaced: true, hasStatus: false,
            schema: .secret, applyDefaults: Defaults.secret, selectableFields: ["type"]),
        ResourceType(
            group: "", version: "v1", plural: "configmaps", kind: "ConfigMap", isNamespaced: true, hasStatus: false,
            schema: .configMap, applyDefaults: Defaults.configMap),
        ResourceType(
            group: "", version: "v1", plural: "serviceaccounts", kind: "ServiceAccount", isNamespaced: true,
            hasStatus: false, schema: .serviceAccount),
        ResourceType(
            group: "", version: "v1", plural: "resourcequotas", kind: "ResourceQuota", isNamespaced: true,
            schema: .resourceQuota, applyDefaults: Defaults.emptyStatus),
        ResourceType(
            group: "", version: "v1", plural: "limitranges", kind: "LimitRange", isNamespaced: true, hasStatus: false,
            schema: .limitRange),
        ResourceType(
            group: "", version: "v1", plural: "services", kind: "Service", isNamespaced: true, schema: .service,
            applyDefaults: Defaults.service),
        ResourceType(
            group: "", version: "v1", plural: "pods", kind: "Pod", isNamespaced: true, countsGenerations: true,
            schema: .pod, applyDefaults: Defaults.pod,
            selectableFields: ["status.phase", "spec.nodeName", "spec.restartPolicy", "spec.serviceAccountName"]),
        ResourceType(
            group: "", version: "v1", plural: "persistentvolumeclaims", kind: "PersistentVolumeClaim",
            isNamespaced: true, schema: .anything, applyDefaults: Defaults.claim),
        ResourceType(
            group: "", version: "v1", plural: "events", kind: "Event", isNamespaced: true, hasStatus: false,
            schema: .anything, applyDefaults: Defaults.event,
            selectableFields: [
                "involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid",
                "involvedObject.apiVersion", "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason",
                "reportingComponent", "source", "type",
            ]),
    ]

    static let groups: [ResourceType] = [
        ResourceType(
            group: "apps", version: "v1", plural: "deployments", kind: "Deployment", isNamespaced: true,
            countsGenerations: true, schema: .deployment, applyDefaults: Defaults.deployment),
        ResourceType(
            group: "apps", version: "v1", plural: "replicasets", kind: "ReplicaSet", isNamespaced: true,
            countsGenerations: true, schema: .replicaSet, applyDefaults: Defaults.replicaSet),
        ResourceType(
            group: "apps", version: "v1", plural: "statefulsets", kind: "StatefulSet", isNamespaced: true,
            countsGenerations: true, schema: .statefulSet, applyDefaults: Defaults.replicaSet),
        ResourceType(
            group: "apps", version: "v1", plural: "daemonsets", kind: "DaemonSet", isNamespaced: true,
            countsGenerations: true, schema: .anything, applyDefaults: Defaults.emptyStatus),
        ResourceType(
            group: "batch", version: "v1", plural: "jobs", kind: "Job", isNamespaced: true, countsGenerations: true,
            schema: .anything, applyDefaults: Defaults.emptyStatus),
        ResourceType(
            group: "networking.k8s.io", version: "v1", plural: "networkpolicies", kind: "NetworkPolicy",
            isNamespaced: true, hasStatus: false, countsGenerations: true, schema: .networkPolicy),
        ResourceType(
            group: "networking.k8s.io", version: "v1", plural: "ingresses", kind: "Ingress", isNamespaced: true,
            countsGenerations: true, schema: .ingress, applyDefaults: Defaults.ingress),
        ResourceType(
            group: "networking.k8s.io", version: "v1", plural: "ingressclasses", kind: "IngressClass",
            isNamespaced: false, hasStatus: false, countsGenerations: true, schema: .ingressClass),
        ResourceType(
            group: "rbac.authorization.k8s.io", version: "v1", plural: "roles", kind: "Role", isNamespaced: true,
            hasStatus: false, createsOnPut: true, schema: .role),
        ResourceType(
            group: "rbac.authorization.k8s.io", version: "v1", plural: "rolebindings", kind: "RoleBinding",
            isNamespaced: true, hasStatus: false, createsOnPut: true, schema: .roleBinding,
            applyDefaults: Defaults.roleBinding),
        ResourceType(
            group: "rbac.authorization.k8s.io", version: "v1", plural: "clusterroles", kind: "ClusterRole",
            isNamespaced: false, hasStatus: false, createsOnPut: true, schema: .clusterRole),
        ResourceType(
            group: "rbac.authorization.k8s.io", version: "v1", plural: "clusterrolebindings",
            kind: "ClusterRoleBinding", isNamespaced: false, hasStatus: false, createsOnPut: true,
            schema: .roleBinding),
        ResourceType(
            group: "storage.k8s.io", version: "v1", plural: "storageclasses", kind: "StorageClass",
            isNamespaced: false, hasStatus: false, schema: .storageClass),
        ResourceType(
            group: "coordination.k8s.io", version: "v1", plural: "leases", kind: "Lease", isNamespaced: true,
            hasStatus: false, createsOnPut: true, schema: .lease),
        ResourceType(
            group: "admissionregistration.k8s.io", version: "v1", plural: "validatingadmissionpolicies",
            kind: "ValidatingAdmissionPolicy", isNamespaced: false, countsGenerations: true, schema: .admission),
        ResourceType(
            group: "admissionregistration.k8s.io", version: "v1", plural: "validatingadmissionpolicybindings",
            kind: "ValidatingAdmissionPolicyBinding", isNamespaced: false, hasStatus: false, schema: .admission),
    ]

    static let certManager: [ResourceType] = [
        ResourceType(
            group: "cert-manager.io", version: "v1", plural: "clusterissuers", kind: "ClusterIssuer",
            isNamespaced: false, isCustom: true, countsGenerations: true, schema: .clusterIssuer),
        ResourceType(
            group: "cert-manager.io", version: "v1", plural: "certificates", kind: "Certificate",
            isNamespaced: true, isCustom: true, countsGenerations: true, schema: .certificate),
    ]

    static let flux: [ResourceType] = [
        ResourceType(
            group: "source.toolkit.fluxcd.io", version: "v1", plural: "gitrepositories", kind: "GitRepository",
            isNamespaced: true, isCustom: true, countsGenerations: true, schema: .gitRepository,
            applyDefaults: Defaults.gitRepository),
        ResourceType(
            group: "kustomize.toolkit.fluxcd.io", version: "v1", plural: "kustomizations", kind: "Kustomization",
            isNamespaced: true, isCustom: true, countsGenerations: true, schema: .kustomization,
            applyDefaults: Defaults.kustomization),
    ]
}
