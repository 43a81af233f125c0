import Foundation
import KubernetesAPI

/// What is the matter with a Deployment itself.
struct DeploymentDiagnosis {
    let deployment: Deployment
    let observed: WorkloadObservation
    let image: ImageKnowledge

    init(_ deployment: Deployment, _ observed: WorkloadObservation, _ image: ImageKnowledge) {
        self.deployment = deployment
        self.observed = observed
        self.image = image
    }

    private var name: ObjectName { deployment.metadata.name }
    private var namespace: NamespaceName { deployment.metadata.namespace }
    private var subject: String { deployment.workloadName.subject }
    private var status: Deployment.Status { deployment.status ?? Deployment.Status() }

    var newPods: [Pod] { observed.newReplicaSet(of: deployment).map(observed.pods) ?? [] }

    /// Of the pods of the new version, the most important first.
    var ofPods: [Diagnosis] {
        let context = PodContext(image: image, events: observed)
        return newPods.filter { !$0.isReady }
            .compactMap { PodDiagnosis($0, of: deployment.workloadName, context).diagnosis }.byImportance()
    }

    var paused: Diagnosis? {
        guard deployment.spec.paused == true else { return nil }
        return Diagnosis(
            .rolloutPaused, subject, "the rollout is paused.",
            because: "The Deployment `\(name)` has `spec.paused` set, so its pods are not replaced.",
            remedy: "run `kubectl rollout resume -n \(namespace) deploy/\(name)`, or take the field out and push.",
            summary: "rollout paused")
    }

    /// Why pods are not created, and since when: the Deployment's condition, or what the ReplicaSet's Events hide.
    var refusal: (message: String, since: Date?)? {
        if let condition = status.conditions?["ReplicaFailure"], condition.status == .yes {
            return (condition.message ?? "", (condition.lastTransitionTime ?? condition.lastUpdateTime)?.date)
        }
        guard let set = observed.newReplicaSet(of: deployment), observed.pods(of: set).count < set.spec.replicas ?? 1,
            let event = observed.warnings(about: set.metadata.uid).last(where: { $0.reason == "FailedCreate" })
        else { return nil }
        return (event.message ?? "", event.firstTimestamp?.date)
    }

    /// The Deployment's own verdict after `progressDeadlineSeconds`, when nothing else tells more.
    var stuck: Diagnosis? {
        guard let condition = status.conditions?["Progressing"], condition.status == .no else { return nil }
        let ready = newPods.filter(\.isReady).count
        return Diagnosis(
            .rolloutStuck, subject, "the new pods do not become ready.",
            because: condition.message.map { "The cluster reports: \(ClusterWords.line($0))." }
                ?? "The rollout of `\(name)` made no progress in time.",
            remedy: "look at `kubectl describe pods -n \(namespace)`, then push a fix or re-run the build.",
            summary: "\(ready) of \(deployment.spec.replicas ?? 1) pods ready, no progress")
    }
}

extension Diagnosis {
    /// Nothing special was seen, but patience has come to its end.
    static func podsTooSlow(_ state: String, after seconds: Double, _ namespace: NamespaceName) -> Diagnosis {
        Diagnosis(
            .podsTooSlow, "Namespace/\(namespace)",
            "the new pods did not become ready within \(Wording.duration(seconds)).", because: "At the end: \(state).",
            remedy: "look at `kubectl describe pods -n \(namespace)`, then push a fix or re-run the build.",
            summary: "not ready in time: \(state)")
    }
}
