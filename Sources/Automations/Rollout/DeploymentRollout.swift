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
        if deployment.spec.paused == true { return .failed(paused) }
        return podState ?? creationState ?? deadlineState ?? .progressing("\(ready) of \(wanted) \(Self.podsReady)")
    }

    var name: String { deployment.metadata.name.text }
    var namespace: NamespaceName { deployment.metadata.namespace }
    var status: Deployment.Status { deployment.status ?? Deployment.Status() }
    var newPods: [Pod] { observed.newReplicaSet(of: deployment).map(observed.pods) ?? [] }

    /// The rule of `kubectl rollout status`: all updated, none of the old left, all available.
    private var isComplete: Bool {
        let updated = status.updatedReplicas ?? 0
        return updated >= wanted && status.replicas ?? 0 <= updated && status.availableReplicas ?? 0 >= updated
    }

    /// The first thing that keeps a pod of the new version from running.
    private var podState: Rollout? {
        for pod in newPods where !pod.isReady {
            if let state = PodTrouble(pod: pod, deployment: deployment, isBuilding: expected.isBuilding).state {
                return state
            }
        }
        return nil
    }

    private var paused: Trouble {
        Trouble(
            what: "the rollout is paused.",
            why: "The Deployment `\(name)` has `spec.paused` set, so its pods are not replaced.",
            whatToDo: "run `kubectl rollout resume -n \(namespace) deploy/\(name)`, or take the field out and push.",
            summary: "rollout paused")
    }
}

extension Pod {
    var isReady: Bool { status?.conditions?["Ready"]?.status == .yes }
}
