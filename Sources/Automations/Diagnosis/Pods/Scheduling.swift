import KubernetesAPI

/// Why the scheduler finds no node for a pod. It says one reason for each group of nodes; the first that a person can
/// do something about is told.
struct Scheduling {
    let place: PodDiagnosis

    init(_ place: PodDiagnosis) {
        self.place = place
    }

    var diagnosis: Diagnosis? {
        guard let message else { return nil }
        let text = text(kind(message), message)
        let words = ClusterWords.line(message)
        return Diagnosis(
            kind(message), place.workload.subject, outlook: .passing, text.sentence,
            because: "The scheduler reports: \(words).",
            remedy: text.remedy, summary: kind(message) == .claimMissing ? nil : "no node takes the pod: \(words)")
    }

    /// Without what it says of preemption, which helps nobody.
    private var message: String? {
        guard let condition = place.pod.status?.conditions?["PodScheduled"], condition.reason == "Unschedulable" else {
            return nil
        }
        let message = condition.message ?? "Unschedulable"
        return message.firstRange(of: " preemption:").map { String(message[..<$0.lowerBound]) } ?? message
    }

    private func kind(_ message: String) -> Diagnosis.Kind {
        if message.mentions("persistentvolumeclaim \"") { return .claimMissing }
        if message.mentions("unbound immediate persistentvolumeclaims") { return .claimPending }
        if message.mentions("insufficient ", "too many pods") { return .resourcesInsufficient }
        if message.mentions("untolerated taint", "had taint") { return .nodesTainted }
        if message.mentions("affinity", "didn't match", "selector") { return .nodesUnmatched }
        return .unschedulable
    }

    private func text(_ kind: Diagnosis.Kind, _ message: String) -> (sentence: String, remedy: String) {
        switch kind {
        case .claimMissing:
            let name = ClusterWords.quoted(after: "persistentvolumeclaim ", in: message) ?? "it names"
            return (
                "the volume claim `\(name)` does not exist.",
                "add the PersistentVolumeClaim `\(name)` to the manifests, or mend its name, and push."
            )
        case .claimPending:
            return ("a pod waits for its volume.", "see why with `kubectl describe pvc -n \(place.namespace)`.")
        case .resourcesInsufficient:
            return (
                "no node has room for the pods.",
                "lower the resource requests in the manifests and push, or have nodes added (`kubectl top nodes` "
                    + "shows what is used)."
            )
        case .nodesTainted:
            return (
                "every node that is left is reserved.",
                "have the taint removed, or add a toleration for it to the manifests and push."
            )
        case .nodesUnmatched:
            return (
                "no node matches what the pods ask for.",
                "mend `nodeSelector` and affinity in the manifests (`kubectl get nodes --show-labels` shows what "
                    + "there is) and push."
            )
        default: return ("no node takes the pods.", "have the nodes looked at: `kubectl get nodes`.")
        }
    }
}
