import Foundation
import KubernetesAPI

extension EnvironmentInCluster {
    /// Everything else that can tell why an environment is not healthy. Nine reads: only for one that needs a closer look.
    ///
    /// What cannot be read (the role does not grant it, the cluster does not know it, a connection broke) is left out: the
    /// diagnosis is then less exact, and nothing waits for it.
    /// - Parameters:
    ///   - workloads: what was seen of them before.
    ///   - image: what should run, and what is known of it.
    func closerLook(
        _ workloads: WorkloadObservation, _ image: ImageKnowledge, at now: Date
    ) async throws -> ObservedEnvironment {
        async let statefulSets = readable(StatefulSet.self, .labelled(fluxLabel))
        async let daemonSets = readable(DaemonSet.self, .labelled(fluxLabel))
        async let jobs = readable(Job.self, .labelled(fluxLabel))
        async let claims = readable(PersistentVolumeClaim.self)
        async let quotas = readable(ResourceQuota.self)
        async let limitRanges = readable(LimitRange.self)
        async let ingresses = readable(Ingress.self)
        async let classes = ingressClasses()
        async let certificates = certificates()
        var observed = ObservedEnvironment(namespace: namespace, now: now, workloads: workloads, image: image)
        observed.workloads.statefulSets = try await statefulSets ?? []
        observed.workloads.daemonSets = try await daemonSets ?? []
        observed.workloads.jobs = try await jobs ?? []
        observed.claims = try await claims ?? []
        observed.quotas = try await quotas ?? []
        observed.limitRanges = try await limitRanges
        observed.ingresses = try await ingresses ?? []
        observed.ingressClasses = try await classes
        observed.certificates = try await certificates
        return observed
    }

    /// `nil`: they cannot be read.
    func ingressClasses() async throws -> [IngressClass]? {
        try await unlessUnreadable { try await client.list(IngressClass.self).items }
    }

    func certificates() async throws -> ObservedCertificates {
        do {
            return .found(try await client.list(Certificate.self, in: .namespace(namespace)).items)
        } catch let error as KubernetesError {
            return error.code == .resourceTypeMissing ? .notInstalled : .unread
        }
    }

    func readable<Object: NamespacedObject>(
        _ type: Object.Type, _ selector: Selector = .everything
    ) async throws -> [Object]? {
        try await unlessUnreadable {
            try await client.list(type, in: .namespace(namespace), matching: selector).items
        }
    }

    func unlessUnreadable<Value>(_ read: () async throws -> Value) async throws -> Value? {
        do {
            return try await read()
        } catch is KubernetesError {
            return nil
        }
    }
}
