extension ClusterStore {
    /// What is checked and filled in before defaults and validation: the namespace, the default IngressClass, limits,
    /// Pod Security, quota.
    /// - Returns: warnings for the caller.
    func admit(_ object: inout JSONValue, live: JSONValue?, type: ResourceType) throws(APIError) -> [String] {
        if live == nil, type.isNamespaced { try admitIntoNamespace(object, type: type) }
        if live == nil, type.kind == "Ingress", object["spec", "ingressClassName"] == nil,
            let name = defaultIngressClass
        {
            object["spec", "ingressClassName"] = .string(name)
        }
        if live == nil, type.kind == "Pod" { try admitPod(&object, type: type) }
        if live == nil { try admitQuota(object, type: type) }
        if type.group == "apps", let spec = object["spec", "template", "spec"],
            let level = podSecurity(object.namespace, mode: "warn") ?? podSecurity(object.namespace, mode: "enforce")
        {
            let violations = PodSecurity.violations(of: spec, level: level)
            if !violations.isEmpty {
                return ["would violate PodSecurity \"\(level):latest\": \(violations.joined(separator: ", "))"]
            }
        }
        return []
    }

    private func admitIntoNamespace(_ object: JSONValue, type: ResourceType) throws(APIError) {
        guard let namespaces = self.type(kind: "Namespace") else { return }
        guard let live = self.object(kind: "Namespace", name: object.namespace) else {
            throw .notFound(namespaces, object.namespace)
        }
        guard live.isBeingDeleted else { return }
        var refusal = APIError.forbidden(
            type, object.name,
            "unable to create new content in namespace \(object.namespace) because it is being terminated")
        refusal.causes = [
            FieldCause(
                reason: "NamespaceTerminating", message: "namespace \(object.namespace) is being terminated",
                field: "metadata.namespace")
        ]
        throw refusal
    }

    private var defaultIngressClass: String? {
        objects(kind: "IngressClass").first {
            $0.annotations["ingressclass.kubernetes.io/is-default-class"] == "true"
        }?.name
    }

    private func podSecurity(_ namespace: String, mode: String) -> String? {
        let level = object(kind: "Namespace", name: namespace)?.labels["pod-security.kubernetes.io/\(mode)"]
        return level == "privileged" ? nil : level
    }

    private func admitPod(_ pod: inout JSONValue, type: ResourceType) throws(APIError) {
        let account = pod["spec", "serviceAccountName"]?.string ?? "default"
        guard let found = object(kind: "ServiceAccount", namespace: pod.namespace, name: account) else {
            throw .forbidden(
                type, pod.name,
                "error looking up service account \(pod.namespace)/\(account): serviceaccount \"\(account)\" not found")
        }
        if pod.list("spec", "imagePullSecrets").isEmpty, let secrets = found["imagePullSecrets"] {
            pod["spec", "imagePullSecrets"] = secrets
        }
        for range in objects(kind: "LimitRange", namespace: pod.namespace) {
            if let text = LimitRange(range).apply(to: &pod) { throw .forbidden(type, pod.name, text) }
        }
        if let level = podSecurity(pod.namespace, mode: "enforce") {
            let violations = PodSecurity.violations(of: pod["spec"] ?? [:], level: level)
            if !violations.isEmpty {
                throw .forbidden(
                    type, pod.name, "violates PodSecurity \"\(level):latest\": \(violations.joined(separator: ", "))")
            }
        }
    }

    private func admitQuota(_ object: JSONValue, type: ResourceType) throws(APIError) {
        for quota in objects(kind: "ResourceQuota", namespace: object.namespace) {
            let hard = quota["spec", "hard"]?.quantities ?? [:]
            let usage = QuotaUsage(hard: hard)
            if let missing = usage.missing(in: object) {
                throw .forbidden(type, object.name, "failed quota: \(quota.name): must specify \(missing)")
            }
            let used = usage.used(by: countable(in: object.namespace))
            if let text = usage.exceeded(by: object, plural: type.plural, used: used) {
                throw .forbidden(type, object.name, "exceeded quota: \(quota.name), \(text)")
            }
        }
    }

    /// Everything in a namespace that a quota may count, with its plural.
    func countable(in namespace: String) -> [(plural: String, object: JSONValue)] {
        types.values.filter(\.isNamespaced).flatMap { type in
            (stored[type.id]?.list(in: namespace) ?? []).map { (type.plural, $0.object) }
        }
    }
}
