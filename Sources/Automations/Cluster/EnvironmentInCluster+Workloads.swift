import KubernetesAPI

extension EnvironmentInCluster {
    /// How far the workloads of the Kustomization are. Pods and events are read only if the Deployments alone do not tell.
    func rollout(_ expected: Rollout.Expectation) async throws -> Rollout {
        let label = [ProjectNames.fluxNameLabel: kustomizationName.text]
        let reach = Reach.namespace(namespace)
        let deployments = try await client.list(KubernetesAPI.Deployment.self, in: reach, matching: .labelled(label))
        let first = Rollout.of(WorkloadObservation(deployments: deployments.items), expected)
        if case .ready = first { return first }
        async let replicaSets = client.list(ReplicaSet.self, in: reach)
        async let pods = client.list(Pod.self, in: reach)
        async let events = client.list(ClusterEvent.self, in: reach)
        let observed = WorkloadObservation(
            deployments: deployments.items, replicaSets: try await replicaSets.items, pods: try await pods.items,
            events: try await events.items)
        return Rollout.of(observed, expected)
    }
}
