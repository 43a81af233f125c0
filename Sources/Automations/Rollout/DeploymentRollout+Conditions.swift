import Foundation
import KubernetesAPI

extension DeploymentRollout {
    /// Pods that the cluster refuses to create: no pod exists then, only conditions and Events tell.
    var creationState: Rollout? {
        guard let refusal = diagnosis.refusal else { return nil }
        let pods = RefusedPods(
            message: refusal.message, workload: deployment.workloadName, namespace: deployment.metadata.namespace)
        let since = refusal.since ?? expected.now
        return Rollout(pods.diagnosis(isOld: expected.now.timeIntervalSince(since) >= expected.shortage))
    }

    /// The Deployment's own verdict after `progressDeadlineSeconds`; why, if the pods tell.
    func deadlineState(_ ofPods: [Diagnosis]) -> Rollout? {
        guard let stuck = diagnosis.stuck else { return nil }
        return .failed((ofPods.first ?? stuck).trouble)
    }
}

extension [Diagnosis] {
    /// What time does not change, or what is no trouble at all.
    var settled: Rollout? {
        (first { $0.outlook == .lasting } ?? first { $0.outlook == .expected }).map(Rollout.init)
    }

    /// What is tried again. That a probe fails at first is part of starting.
    var underWay: Rollout? {
        first { $0.kind != .readinessFailing }.map(Rollout.init)
    }
}

extension Rollout {
    /// What a diagnosis means for a rollout that is under way.
    init(_ diagnosis: Diagnosis) {
        switch diagnosis.outlook {
        case .expected: self = .waitingForImage
        case .passing: self = .progressing(diagnosis.progress)
        case .lasting: self = .failed(diagnosis.trouble)
        }
    }
}

extension Diagnosis {
    /// In a few words, while it is tried again.
    fileprivate var progress: String {
        switch kind {
        case .resourcesInsufficient, .nodesTainted, .nodesUnmatched, .unschedulable, .claimMissing, .claimPending,
            .quotaExceeded, .requestsMissing, .limitRangeExceeded, .serviceAccountMissing, .podsRefused:
            summary
        default: "\(summary), trying again"
        }
    }
}
