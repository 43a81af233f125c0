import KubernetesAPI

extension EnvironmentInCluster {
    /// How far the workloads of the Kustomization are, and what that was seen from.
    struct RolloutSight: Sendable {
        var rollout: Rollout
        var workloads: WorkloadObservation
    }

    /// Pods and events are read only if the Deployments alone do not tell.
    func rollout(_ expected: Rollout.Expectation) async throws -> RolloutSight {
        let reach = Reach.namespace(namespace)
        let deployments = try await client.list(
            KubernetesAPI.Deployment.self, in: reach, matching: .labelled(fluxLabel))
        let first = WorkloadObservation(deployments: deployments.items)
        let rollout = Rollout.of(first, expected)
        if case .ready = rollout { return RolloutSight(rollout: rollout, workloads: first) }
        async let replicaSets = client.list(ReplicaSet.self, in: reach)
        async let pods = client.list(Pod.self, in: reach)
        async let events = client.list(ClusterEvent.self, in: reach)
        let observed = WorkloadObservation(
            deployments: deployments.items, replicaSets: try await replicaSets.items, pods: try await pods.items,
            events: try await events.items)
        return RolloutSight(rollout: Rollout.of(observed, expected), workloads: observed)
    }

    /// What Flux applied for the Kustomization carries it.
    var fluxLabel: [String: String] { [ProjectNames.fluxNameLabel: kustomizationName.text] }
}
