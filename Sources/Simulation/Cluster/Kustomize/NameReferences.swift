/// Where objects name other objects, so that a changed name is followed.
enum NameReferences {
    /// The kind that is named, and the paths of its name. Paths into pods are below a pod spec.
    private static let inPods: [String: [String]] = [
        "ConfigMap": [
            "volumes/*/configMap/name", "volumes/*/projected/sources/*/configMap/name",
            "containers/*/env/*/valueFrom/configMapKeyRef/name", "containers/*/envFrom/*/configMapRef/name",
            "initContainers/*/env/*/valueFrom/configMapKeyRef/name", "initContainers/*/envFrom/*/configMapRef/name",
        ],
        "Secret": [
            "volumes/*/secret/secretName", "volumes/*/projected/sources/*/secret/name", "imagePullSecrets/*/name",
            "containers/*/env/*/valueFrom/secretKeyRef/name", "containers/*/envFrom/*/secretRef/name",
            "initContainers/*/env/*/valueFrom/secretKeyRef/name", "initContainers/*/envFrom/*/secretRef/name",
        ],
        "ServiceAccount": ["serviceAccountName"],
        "PersistentVolumeClaim": ["volumes/*/persistentVolumeClaim/claimName"],
    ]

    private static let elsewhere: [String: [String: [String]]] = [
        "Service": [
            "Ingress": ["spec/rules/*/http/paths/*/backend/service/name", "spec/defaultBackend/service/name"],
            "StatefulSet": ["spec/serviceName"],
        ],
        "Secret": ["Ingress": ["spec/tls/*/secretName"], "ServiceAccount": ["imagePullSecrets/*/name"]],
        "Deployment": ["HorizontalPodAutoscaler": ["spec/scaleTargetRef/name"]],
        "StatefulSet": ["HorizontalPodAutoscaler": ["spec/scaleTargetRef/name"]],
    ]

    static let podSpecs: [String: String] = [
        "Pod": "spec", "Deployment": "spec/template/spec", "ReplicaSet": "spec/template/spec",
        "StatefulSet": "spec/template/spec", "DaemonSet": "spec/template/spec", "Job": "spec/template/spec",
        "CronJob": "spec/jobTemplate/spec/template/spec",
    ]

    /// Follows every change of name within one layer.
    static func follow(_ manifests: inout [Manifest]) {
        let renamed = manifests.filter { $0.names.count > 1 }
        for index in manifests.indices {
            for target in renamed { follow(target, in: &manifests[index].object) }
        }
    }

    private static func follow(_ target: Manifest, in object: inout JSONValue) {
        var paths = elsewhere[target.kind]?[object.kind] ?? []
        if let spec = podSpecs[object.kind] { paths += (inPods[target.kind] ?? []).map { "\(spec)/\($0)" } }
        let earlier = target.names.dropLast()
        for path in paths {
            object.update(at: path) { name in
                earlier.contains(name.string ?? "") ? .string(target.object.name) : name
            }
        }
        followBinding(target, in: &object)
    }

    private static func followBinding(_ target: Manifest, in object: inout JSONValue) {
        guard object.kind == "RoleBinding" || object.kind == "ClusterRoleBinding" else { return }
        let earlier = target.names.dropLast()
        func renamed(_ reference: JSONValue) -> JSONValue {
            guard reference["kind"]?.string == target.kind, earlier.contains(reference["name"]?.string ?? "") else {
                return reference
            }
            var reference = reference
            reference["name"] = .string(target.object.name)
            return reference
        }
        object.update(at: "roleRef", renamed)
        object.update(at: "subjects/*", renamed)
    }
}
