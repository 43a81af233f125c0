import Foundation
import KubernetesAPI

/// What an environment's workloads look like at one moment.
public struct WorkloadObservation: Sendable {
    /// Those that Flux applied for this Kustomization.
    public var deployments: [Deployment]
    /// All of the namespace; those that matter are found by their owners.
    public var replicaSets: [ReplicaSet]
    public var pods: [Pod]
    public var events: [ClusterEvent]
    /// The other workloads that Flux applied for this Kustomization; read for a closer look only.
    public var statefulSets: [StatefulSet] = []
    public var daemonSets: [DaemonSet] = []
    public var jobs: [Job] = []

    public init(
        deployments: [Deployment], replicaSets: [ReplicaSet] = [], pods: [Pod] = [], events: [ClusterEvent] = []
    ) {
        self.deployments = deployments
        self.replicaSets = replicaSets
        self.pods = pods
        self.events = events
    }

    /// The ReplicaSet of a Deployment's present template: the one with the Deployment's revision.
    func newReplicaSet(of deployment: Deployment) -> ReplicaSet? {
        let revision = deployment.metadata.annotations[Self.revision]
        let owned = replicaSets.filter { $0.metadata.isOwned(by: deployment.metadata.uid) }
        return owned.first { revision != nil && $0.metadata.annotations[Self.revision] == revision }
            ?? (owned.count == 1 ? owned[0] : nil)
    }

    func pods(of replicaSet: ReplicaSet) -> [Pod] {
        pods.filter { $0.metadata.isOwned(by: replicaSet.metadata.uid) && $0.metadata.deletionTimestamp == nil }
    }

    /// What is said of an object, newest last.
    func events(about uid: String?) -> [ClusterEvent] {
        events.filter { uid != nil && $0.involvedObject.uid == uid }
            .sorted { ($0.lastTimestamp?.date ?? .distantPast) < ($1.lastTimestamp?.date ?? .distantPast) }
    }

    /// Warnings about an object, newest last.
    func warnings(about uid: String?) -> [ClusterEvent] {
        events(about: uid).filter { $0.type == "Warning" }
    }

    private static let revision = "deployment.kubernetes.io/revision"
}

extension ObjectMeta {
    func isOwned(by uid: String?) -> Bool {
        uid != nil && ownerReferences.contains { $0.uid == uid }
    }
}
