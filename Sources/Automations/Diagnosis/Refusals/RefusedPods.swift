import KubernetesAPI

/// Pods that the cluster does not create. No pod exists then: only a condition of the Deployment and Events of the
/// controller (`replicaset-controller`, `statefulset-controller`, …) tell.
struct RefusedPods {
    let message: String
    let workload: WorkloadName
    let namespace: NamespaceName
    var quotas: [ResourceQuota] = []
    var limitRanges: [LimitRange]?

    /// - Parameter isOld: it has been so for a while; until then a quota that old pods use up may become free.
    func diagnosis(isOld: Bool) -> Diagnosis {
        let isLasting = isOld || kind == .podSecurityViolated
        return Diagnosis(kind, workload.subject, outlook: isLasting ? .lasting : .passing, text)
    }

    /// kube-apiserver's admission plugins: `PodSecurity`, `ResourceQuota`, `LimitRanger`, `ServiceAccount`.
    private var kind: Diagnosis.Kind {
        if message.contains("violates PodSecurity") { return .podSecurityViolated }
        if message.contains("exceeded quota: ") { return .quotaExceeded }
        if message.contains("failed quota: ") { return .requestsMissing }
        if message.contains("usage per ") { return .limitRangeExceeded }
        if message.contains("error looking up service account") { return .serviceAccountMissing }
        return .podsRefused
    }

    /// What comes after `pods "web-7fff8dcb97-r6qzj" is forbidden:`, a name that differs with every attempt.
    private var words: String {
        var words = message
        for start in [" is forbidden: ", "Error creating: ", "failed error: "] {
            guard let range = words.firstRange(of: start) else { continue }
            words = String(words[range.upperBound...])
        }
        return ClusterWords.line(words)
    }

    private var text: Diagnosis.Words {
        switch kind {
        case .podSecurityViolated: podSecurity
        case .quotaExceeded: quotaExceeded
        case .requestsMissing: requestsMissing
        case .limitRangeExceeded: limitRangeExceeded
        case .serviceAccountMissing: serviceAccountMissing
        default:
            Diagnosis.Words(
                sentence: "the new pods cannot be created.", cause: "The cluster reports: \(words).",
                remedy: "mend what the message names and push; the cluster keeps trying.")
        }
    }

    private var podSecurity: Diagnosis.Words {
        let level = ClusterWords.quoted(after: "violates PodSecurity ", in: message) ?? "baseline"
        let rules = ClusterWords.after("violates PodSecurity \"\(level)\": ", in: words)
        return Diagnosis.Words(
            sentence: "Pod Security refuses the new pods.", cause: "They violate `\(level)`: \(rules).",
            remedy: "change the `securityContext` in the manifests as named, and push.",
            summary: "pods refused by Pod Security")
    }

    private var quotaExceeded: Diagnosis.Words {
        let detail = ClusterWords.after("exceeded quota: ", in: words)
        let name = detail.prefix { $0 != "," }
        return Diagnosis.Words(
            sentence: "the quota is exceeded.",
            cause: "The cluster refuses new pods: \(detail).\(usage(of: String(name)))",
            remedy:
                "lower the replicas or the resource requests (`kubectl describe quota -n \(namespace)` shows what is "
                + "used), or have the quota raised.",
            summary: "quota exceeded: \(detail)")
    }

    /// Everything that the quota has run out of.
    private func usage(of name: String) -> String {
        guard let status = quotas.first(where: { $0.metadata.name.text == name })?.status else { return "" }
        let full = (status.hard ?? [:]).filter { status.used?[$0.key] == $0.value }.keys.sorted()
        return full.isEmpty ? "" : " Nothing is left of \(Wording.list(full))."
    }

    private var requestsMissing: Diagnosis.Words {
        let detail = ClusterWords.after("failed quota: ", in: words)
        let name = detail.prefix { $0 != ":" }
        let isBare = limitRanges?.isEmpty == true
        return Diagnosis.Words(
            sentence: "the pods do not say what they need.",
            cause: "Because of the quota `\(name)` they \(detail.dropFirst(name.count + 2))."
                + (isBare ? " The LimitRange that gives defaults is missing in `\(namespace)`." : ""),
            remedy: "set `resources.requests` and `resources.limits` for every container in the manifests, and push.",
            summary: "pods without resources: \(detail)")
    }

    private var limitRangeExceeded: Diagnosis.Words {
        Diagnosis.Words(
            sentence: "the pods ask for more or less than is allowed.",
            cause: "The LimitRange of the namespace says: \(words).",
            remedy: "change `resources` in the manifests (`kubectl describe limitrange -n \(namespace)` shows the "
                + "bounds), and push.",
            summary: "LimitRange: \(words)")
    }

    private var serviceAccountMissing: Diagnosis.Words {
        let name = ClusterWords.quoted(after: "serviceaccount ", in: message) ?? "they name"
        return Diagnosis.Words(
            sentence: "the ServiceAccount `\(name)` does not exist.",
            cause: "The pods are to run as it, and `\(namespace)` has none of that name.",
            remedy: "add it to the manifests, or mend `serviceAccountName`, and push.")
    }
}
