import Foundation
import KubernetesAPI
import Storage

/// How far one Deployment has come.
struct DeploymentRollout {
    let deployment: Deployment
    let observed: WorkloadObservation
    let expected: Rollout.Expectation

    static let podsReady = "pods ready"

    var wanted: Int { deployment.spec.replicas ?? 1 }

    /// Pods of the new version that are ready.
    var ready: Int {
        guard let replicaSet = observed.newReplicaSet(of: deployment) else {
            return min(status.updatedReplicas ?? 0, status.readyReplicas ?? 0)
        }
        return min(wanted, observed.pods(of: replicaSet).filter(\.isReady).count)
    }

    var state: Rollout {
        // Until the controller has seen the change, everything in the status is about the old version.
        guard let seen = status.observedGeneration, seen >= deployment.metadata.generation ?? 0 else {
            return .progressing("the cluster has not looked at \(name) yet")
        }
        if isComplete { return .ready(pods: wanted) }
        if let paused = diagnosis.paused { return .failed(paused.trouble) }
        let ofPods = diagnosis.ofPods
        return ofPods.settled ?? creationState ?? deadlineState(ofPods) ?? ofPods.underWay
            ?? .progressing("\(ready) of \(wanted) \(Self.podsReady)")
    }

    var name: String { deployment.metadata.name.text }
    var status: Deployment.Status { deployment.status ?? Deployment.Status() }

    /// The rule of `kubectl rollout status`: all updated, none of the old left, all available.
    private var isComplete: Bool {
        let updated = status.updatedReplicas ?? 0
        return updated >= wanted && status.replicas ?? 0 <= updated && status.availableReplicas ?? 0 >= updated
    }

    var diagnosis: DeploymentDiagnosis { DeploymentDiagnosis(deployment, observed, expected.image) }
}
