import KubernetesAPI

/// What a pod's trouble has to be judged with.
struct PodContext {
    var image: ImageKnowledge
    /// For what Events say of the pod.
    var events: WorkloadObservation
}

/// What a pod belongs to.
struct WorkloadName: Hashable {
    /// `Deployment`, `StatefulSet`, `DaemonSet` or `Job`.
    var kind: String
    var name: ObjectName

    /// As Slipway names it.
    var subject: String { "\(kind)/\(name)" }
    /// As `kubectl` takes it.
    var argument: String { "\(kind == "Deployment" ? "deploy" : kind.lowercased())/\(name)" }
}
