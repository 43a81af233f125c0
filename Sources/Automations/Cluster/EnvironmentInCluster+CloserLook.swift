import Foundation
import KubernetesAPI

extension EnvironmentInCluster {
    /// Everything that can tell why an environment is not healthy. A dozen reads: only for one that needs a closer
    /// look.
    ///
    /// What Slipway may not read, or what the cluster does not know, is left out: the diagnosis is then less exact.
    /// - Parameter image: what should run, and what is known of it.
    func closerLook(_ image: ImageKnowledge, at now: Date) async throws -> ObservedEnvironment {
        async let workloads = closerLookAtWorkloads()
        async let claims = readable(PersistentVolumeClaim.self)
        async let quotas = readable(ResourceQuota.self)
        async let limitRanges = readable(LimitRange.self)
        async let ingresses = readable(Ingress.self)
        async let classes = readableClasses()
        async let certificates = certificates()
        var observed = ObservedEnvironment(
            namespace: namespace, now: now, workloads: try await workloads, image: image)
        observed.claims = try await claims ?? []
        observed.quotas = try await quotas ?? []
        observed.limitRanges = try await limitRanges
        observed.ingresses = try await ingresses ?? []
        observed.ingressClasses = try await classes
        observed.certificates = try await certificates
        return observed
    }

    private func closerLookAtWorkloads() async throws -> WorkloadObservation {
        let ours = Selector.labelled([ProjectNames.fluxNameLabel: kustomizationName.text])
        async let deployments = readable(KubernetesAPI.Deployment.self, ours)
        async let replicaSets = readable(ReplicaSet.self)
        async let pods = readable(Pod.self)
        async let events = readable(ClusterEvent.self)
        async let statefulSets = readable(StatefulSet.self, ours)
        async let daemonSets = readable(DaemonSet.self, ours)
        async let jobs = readable(Job.self, ours)
        var observed = WorkloadObservation(
            deployments: try await deployments ?? [], replicaSets: try await replicaSets ?? [],
            pods: try await pods ?? [], events: try await events ?? [])
        observed.statefulSets = try await statefulSets ?? []
        observed.daemonSets = try await daemonSets ?? []
        observed.jobs = try await jobs ?? []
        return observed
    }

    private func certificates() async throws -> ObservedCertificates {
        do {
            return .found(try await client.list(Certificate.self, in: .namespace(namespace)).items)
        } catch let error as KubernetesError where error.code == .resourceTypeMissing {
            return .notInstalled
        } catch let error as KubernetesError where error.code == .forbidden {
            return .unread
        }
    }

    private func readable<Object: NamespacedObject>(
        _ type: Object.Type, _ selector: Selector = .everything
    ) async throws -> [Object]? {
        try await unlessForbidden {
            try await client.list(type, in: .namespace(namespace), matching: selector).items
        }
    }

    private func readableClasses() async throws -> [IngressClass]? {
        try await unlessForbidden { try await client.list(IngressClass.self).items }
    }

    /// - Returns: `nil` if this user may not read that, as before the role was extended.
    private func unlessForbidden<Value>(_ read: () async throws -> Value) async throws -> Value? {
        do {
            return try await read()
        } catch let error as KubernetesError where error.code == .forbidden {
            return nil
        }
    }
}
