import KubernetesAPI

/// What keeps one pod from being ready.
///
/// Reasons and messages are kubelet's (`pkg/kubelet/events`, `pkg/kubelet/images`, `pkg/kubelet/container`), the
/// scheduler's (`pkg/scheduler/framework`) and containerd's.
struct PodDiagnosis {
    let pod: Pod
    let workload: WorkloadName
    let context: PodContext

    init(_ pod: Pod, of workload: WorkloadName, _ context: PodContext) {
        self.pod = pod
        self.workload = workload
        self.context = context
    }

    /// `nil` when nothing special is the matter: it is starting.
    var diagnosis: Diagnosis? {
        if let evicted { return evicted }
        for container in (pod.status?.initContainerStatuses ?? []) + (pod.status?.containerStatuses ?? []) {
            if let diagnosis = diagnosis(of: container) { return diagnosis }
        }
        return Scheduling(self).diagnosis ?? PodVolumes(self).diagnosis ?? FailingProbe(self).readiness
    }

    private func diagnosis(of container: ContainerStatus) -> Diagnosis? {
        let waiting = container.state?.waiting
        switch waiting?.reason {
        case "ErrImagePull", "ImagePullBackOff", "InvalidImageName", "RegistryUnavailable", "ErrImageNeverPull":
            return ImagePull(self, container).diagnosis
        case "CreateContainerConfigError", "CreateContainerError", "RunContainerError":
            return ContainerStart(self, container).diagnosis
        default: return Crash(self, container).diagnosis
        }
    }

    private var evicted: Diagnosis? {
        guard pod.status?.reason == "Evicted" else { return nil }
        return Diagnosis(
            .podEvicted, workload.subject, outlook: .passing, "a node has driven a pod out.",
            because: "The node reports: \(ClusterWords.line(pod.status?.message ?? "no reason")).",
            remedy:
                "set requests that cover what the pod uses (memory and ephemeral storage) and push; the cluster "
                + "makes another pod meanwhile.",
            summary: "pod evicted")
    }

    // MARK: Words

    var namespace: NamespaceName { pod.metadata.namespace }

    var describe: String { "kubectl describe -n \(namespace) pod \(pod.metadata.name)" }

    /// - Parameter container: an init container has a log of its own.
    func logs(of container: ContainerStatus) -> String {
        let isInit = (pod.status?.initContainerStatuses ?? []).contains { $0.name == container.name }
        let isAlone = (pod.status?.containerStatuses ?? []).count < 2
        let option = isInit || !isAlone ? " -c \(container.name)" : ""
        // A Job starts new pods instead of the same one again.
        let previous = workload.kind == "Job" ? "" : " --previous"
        return "kubectl logs -n \(namespace) \(workload.argument)\(option)\(previous)"
    }

    /// What Events warn of for the pod, newest last.
    var warnings: [ClusterEvent] { context.events.warnings(about: pod.metadata.uid) }

    /// What Events say of the pod, newest last.
    var events: [ClusterEvent] { context.events.events(about: pod.metadata.uid) }
}

extension Pod {
    var isReady: Bool { status?.conditions?["Ready"]?.status == .yes }
    /// Ended for good with success, as the pod of a Job does.
    var isOver: Bool { status?.phase == "Succeeded" }
}
