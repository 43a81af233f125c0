import KubernetesAPI

/// A pod that has its node, but not its volumes: only Events tell.
struct PodVolumes {
    let place: PodDiagnosis

    init(_ place: PodDiagnosis) {
        self.place = place
    }

    var diagnosis: Diagnosis? {
        let hasNotStarted = (place.pod.status?.containerStatuses ?? []).allSatisfy { $0.state?.running == nil }
        guard hasNotStarted,
            let event = place.warnings.last(where: { ["FailedMount", "FailedAttachVolume"].contains($0.reason) }),
            let message = event.message, !message.contains(Self.moment)
        else { return nil }
        if message.contains("Multi-Attach error") { return inUse(message) }
        return sourceMissing(message) ?? notMounted(message)
    }

    /// The kubelet has not seen a ConfigMap or Secret yet that is there; the next attempt does.
    private static let moment = "failed to sync"

    private func inUse(_ message: String) -> Diagnosis {
        Diagnosis(
            .volumeInUse, place.workload.subject, outlook: .passing, "the volume is still in use by an old pod.",
            because:
                "The cluster reports: \(ClusterWords.line(message)). It can be mounted on one node at a time, and a "
                + "rolling update starts the new pod before the old one ends.",
            remedy: "set `strategy.type: Recreate` for this Deployment (or use a StatefulSet) and push.",
            summary: "volume in use by an old pod")
    }

    /// `MountVolume.SetUp failed for volume "config" : configmap "app-config" not found`.
    private func sourceMissing(_ message: String) -> Diagnosis? {
        guard let match = message.firstMatch(of: /(configmap|secret)s? "([^"]+)" not found/) else { return nil }
        let object = "\(match.1 == "secret" ? "Secret" : "ConfigMap") `\(match.2)`"
        return Diagnosis(
            .volumeSourceMissing, place.workload.subject, outlook: .passing, "the \(object) does not exist.",
            because: "A volume of the pods is made from it.",
            remedy:
                "add it to the manifests and push, or create it in `\(place.namespace)`; the pods then start by "
                + "themselves."
        )
    }

    private func notMounted(_ message: String) -> Diagnosis {
        Diagnosis(
            .containerCannotStart, place.workload.subject, outlook: .passing, "a volume cannot be mounted.",
            because: "The node reports: \(ClusterWords.line(message)).",
            remedy: "look at `\(place.describe)`, mend what it names, and push.")
    }
}
