import Foundation
import KubernetesAPI

extension ObservedEnvironment {
    /// Seconds until pods that cannot be created count as a failure.
    static let shortage: Double = 30

    /// What is the matter with the workloads themselves, beside their pods.
    var workloadDiagnoses: [Diagnosis] {
        let observed = workloads.deployments.map { DeploymentDiagnosis($0, workloads, image) }
        let ofDeployments = observed.flatMap { deployment in
            [deployment.paused, refusal(of: deployment), deployment.stuck].compactMap(\.self)
        }
        return ofDeployments + otherRefusals + workloads.jobs.compactMap(failure)
            + [ImageUse(image.name, of: workloads.deployments).diagnosis].compactMap(\.self)
    }

    private func refusal(of deployment: DeploymentDiagnosis) -> Diagnosis? {
        guard let refusal = deployment.refusal else { return nil }
        return refused(refusal.message, deployment.deployment.workloadName, since: refusal.since)
    }

    /// StatefulSets, DaemonSets and Jobs have no condition for it, only Events.
    private var otherRefusals: [Diagnosis] {
        let short =
            workloads.statefulSets.filter { $0.isShort(workloads.pods(ownedBy: $0.metadata.uid).count) }
            .map { ($0.workloadName, $0.metadata.uid) }
            + workloads.daemonSets.filter { $0.isShort(workloads.pods(ownedBy: $0.metadata.uid).count) }
            .map { ($0.workloadName, $0.metadata.uid) }
            + workloads.jobs.filter { !$0.isComplete && workloads.pods(ownedBy: $0.metadata.uid).isEmpty }
            .map { ($0.workloadName, $0.metadata.uid) }
        return short.compactMap { name, uid in
            guard let event = workloads.warnings(about: uid).last(where: { $0.reason == "FailedCreate" }) else {
                return nil
            }
            return refused(event.message ?? "", name, since: event.firstTimestamp?.date)
        }
    }

    private func refused(_ message: String, _ workload: WorkloadName, since: Date?) -> Diagnosis {
        let pods = RefusedPods(
            message: message, workload: workload, namespace: namespace, quotas: quotas, limitRanges: limitRanges)
        return pods.diagnosis(isOld: now.timeIntervalSince(since ?? now) >= Self.shortage)
    }

    /// `BackoffLimitExceeded`: Job has reached the specified backoff limit; `DeadlineExceeded`: … active longer than
    /// its deadline.
    private func failure(of job: Job) -> Diagnosis? {
        guard let failed = job.status?.conditions?["Failed"], failed.status == .yes else { return nil }
        let name = job.metadata.name
        return Diagnosis(
            .jobFailed, job.workloadName.subject, "the Job `\(name)` failed.",
            because: "The cluster reports: \(ClusterWords.line(failed.message ?? failed.reason ?? "no reason")).",
            remedy:
                "look at `kubectl logs -n \(namespace) job/\(name)`, and push a fix. A Job is not run again by "
                + "itself: delete it, and Flux makes it anew.")
    }
}

extension StatefulSet {
    fileprivate func isShort(_ pods: Int) -> Bool { pods < spec.replicas ?? 1 }
}

extension DaemonSet {
    fileprivate func isShort(_ pods: Int) -> Bool { pods < status?.desiredNumberScheduled ?? 0 }
}
