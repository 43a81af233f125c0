import KubernetesAPI

/// Pods that the cluster does not create. No pod exists then: only a condition of the Deployment and Events of the
/// controller
/// (`replicaset-controller`, `statefulset-controller`, …) tell.
struct RefusedPods {
    let message: String
    let workload: WorkloadName
    let namespace: NamespaceName
    var quotas: [ResourceQuota] = []
    var limitRanges: [LimitRange]?

    /// - Parameter isOld: it has been so for a while; until then a quota that old pods use up may become free.
    func diagnosis(isOld: Bool) -> Diagnosis {
        let text = text
        let isLasting = isOld || kind == .podSecurityViolated
        return Diagnosis(
            kind, workload.subject, outlook: isLasting ? .lasting : .passing, text.sentence, because: text.cause,
            remedy: text.remedy,
            summary: text.summary)
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

    private var text: (sentence: String, cause: String, remedy: String, summary: String?) {
        switch kind {
        case .podSecurityViolated: podSecurity
        case .quotaExceeded: quotaExceeded
        case .requestsMissing: requestsMissing
        case .limitRangeExceeded:
            (
                "the pods ask for more or less than is allowed.", "The LimitRange of the namespace says: \(words).",
                "change `resources` in the manifests (`kubectl describe limitrange -n \(namespace)` shows the "
                    + "bounds), and push.",
                "LimitRange: \(words)"
            )
        case .serviceAccountMissing: serviceAccountMissing
        default:
            (
                "the new pods cannot be created.", "The cluster reports: \(words).",
                "mend what the message names and push; the cluster keeps trying.", nil
            )
        }
    }

    private var podSecurity: (String, String, String, String?) {
        let level = ClusterWords.quoted(after: "violates PodSecurity ", in: message) ?? "baseline"
        let rules = ClusterWords.after("violates PodSecurity \"\(level)\": ", in: words)
        return (
            "Pod Security refuses the new pods.", "They violate `\(level)`: \(rules).",
            "change the `securityContext` in the manifests as named, and push.", "pods refused by Pod Security"
        )
    }

    private var quotaExceeded: (String, String, String, String?) {
        let detail = ClusterWords.after("exceeded quota: ", in: words)
        let name = detail.prefix { $0 != "," }
        return (
            "the quota is exceeded.", "The cluster refuses new pods: \(detail).\(usage(of: String(name)))",
            "lower the replicas or the resource requests (`kubectl describe quota -n \(namespace)` shows what is "
                + "used), or have the quota raised.", "quota exceeded: \(detail)"
        )
    }

    /// Everything that the quota has run out of.
    private func usage(of name: String) -> String {
        guard let status = quotas.first(where: { $0.metadata.name.text == name })?.status else { return "" }
        let full = (status.hard ?? [:]).filter { status.used?[$0.key] == $0.value }.keys.sorted()
        return full.isEmpty ? "" : " Nothing is left of \(Wording.list(full))."
    }

    private var requestsMissing: (String, String, String, String?) {
        let detail = ClusterWords.after("failed quota: ", in: words)
        let name = detail.prefix { $0 != ":" }
        let isBare = limitRanges?.isEmpty == true
        return (
            "the pods do not say what they need.",
            "Because of the quota `\(name)` they \(detail.dropFirst(name.count + 2))."
                + (isBare ? " The LimitRange that gives defaults is missing in `\(namespace)`." : ""),
            "set `resources.requests` and `resources.limits` for every container in the manifests, and push.",
            "pods without resources: \(detail)"
        )
    }

    private var serviceAccountMissing: (String, String, String, String?) {
        let name = ClusterWords.quoted(after: "serviceaccount ", in: message) ?? "they name"
        return (
            "the ServiceAccount `\(name)` does not exist.",
            "The pods are to run as it, and `\(namespace)` has none of that name.",
            "add it to the manifests, or mend `serviceAccountName`, and push.", nil
        )
    }
}
