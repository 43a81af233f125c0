import Foundation
import KubernetesAPI
import Storage

extension DeploymentRollout {
    /// Pods that the cluster refuses to create: no pod exists then, only this condition and Events tell.
    var creationState: Rollout? {
        guard let condition = status.conditions?["ReplicaFailure"], condition.status == .yes else { return nil }
        let message = condition.message ?? ""
        if message.contains("violates PodSecurity") { return .failed(podSecurity(message)) }
        let shortage = shortage(message)
        let since = (condition.lastTransitionTime ?? condition.lastUpdateTime)?.date ?? expected.now
        let hasPassed = expected.now.timeIntervalSince(since) >= expected.shortage
        return hasPassed ? .failed(shortage) : .progressing(shortage.summary ?? shortage.what)
    }

    /// The Deployment's own verdict after `progressDeadlineSeconds`.
    var deadlineState: Rollout? {
        guard let condition = status.conditions?["Progressing"], condition.status == .no else { return nil }
        return .failed(
            Trouble(
                what: "the new pods do not become ready.",
                why: whyNotReady ?? condition.message ?? "The rollout of `\(name)` made no progress in time.",
                whatToDo: "look at `kubectl describe pods -n \(namespace)`, then push a fix or re-run the build.",
                summary: "\(ready) of \(wanted) pods ready, no progress"))
    }

    private func podSecurity(_ message: String) -> Trouble {
        Trouble(
            what: "the cluster refuses the new pods.",
            why: message,
            whatToDo: "change the `securityContext` in the manifests as the message says, and push.",
            summary: "pods refused by Pod Security")
    }

    private func shortage(_ message: String) -> Trouble {
        guard let start = message.firstRange(of: "exceeded quota: ") else {
            return Trouble(
                what: "the new pods cannot be created.",
                why: message,
                whatToDo: "mend what the message names and push; the cluster keeps trying.",
                summary: "pods cannot be created")
        }
        let detail = message[start.upperBound...]
        return Trouble(
            what: "the quota is exceeded.",
            why: "The cluster refuses new pods: \(detail).",
            whatToDo:
                "lower the replicas or the resource requests (`kubectl describe quota -n \(namespace)` shows what "
                + "is used), or have the quota raised.",
            summary: "quota exceeded: \(detail)")
    }

    /// What the pods themselves or Events say while they run without becoming ready, or do not get a place.
    private var whyNotReady: String? {
        for pod in newPods where !pod.isReady {
            if let place = pod.unschedulable { return "No node takes the pod: \(place)" }
            if let event = observed.warnings(about: pod.metadata.uid).last(where: { $0.reason == "Unhealthy" }) {
                return event.message
            }
        }
        return nil
    }
}

extension Pod {
    /// Why the scheduler finds no node, if it does not.
    var unschedulable: String? {
        guard let condition = status?.conditions?["PodScheduled"], condition.reason == "Unschedulable" else {
            return nil
        }
        return condition.message ?? "Unschedulable"
    }
}
