import KubernetesAPI

/// A pod and what it belongs to.
struct OwnedPod {
    let pod: Pod
    let workload: WorkloadName
}

extension WorkloadObservation {
    /// The pods of every workload's present version; those of older versions say nothing about it.
    var newPods: [OwnedPod] {
        let ofDeployments = deployments.flatMap { deployment in
            newReplicaSet(of: deployment).map { owned(pods(of: $0), deployment) } ?? []
        }
        let ofStatefulSets = statefulSets.flatMap { set in
            owned(pods(ownedBy: set.metadata.uid).filter { $0.isOf(set.status?.updateRevision) }, set)
        }
        let ofOthers =
            daemonSets.flatMap { owned(pods(ownedBy: $0.metadata.uid), $0) }
            + jobs.filter { !$0.isComplete }.flatMap { owned(pods(ownedBy: $0.metadata.uid), $0) }
        return ofDeployments + ofStatefulSets + ofOthers
    }

    func pods(ownedBy uid: String?) -> [Pod] {
        pods.filter { $0.metadata.isOwned(by: uid) && $0.metadata.deletionTimestamp == nil }
    }

    private func owned<Workload: NamespacedObject>(_ pods: [Pod], _ workload: Workload) -> [OwnedPod] {
        pods.map { OwnedPod(pod: $0, workload: workload.workloadName) }
    }
}

extension NamespacedObject {
    var workloadName: WorkloadName { WorkloadName(kind: Self.resource.kind, name: metadata.name) }
}

extension Pod {
    /// Whether it is of a StatefulSet's revision; of any, if none is known.
    fileprivate func isOf(_ revision: String?) -> Bool {
        guard let revision, let mine = metadata.labels["controller-revision-hash"] else { return true }
        return mine == revision
    }
}

extension Job {
    var isComplete: Bool { status?.conditions?["Complete"]?.status == .yes }
}
