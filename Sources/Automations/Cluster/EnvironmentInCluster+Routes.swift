import Foundation
import KubernetesAPI

extension EnvironmentInCluster {
    /// What is the matter with the way to the pods. Three reads, and one more where a certificate is not ready; what cannot be
    /// read is left out, as in ``closerLook(_:_:at:)``.
    /// - Parameter hosts: to find out who else has the same host; `nil` not to.
    func routeDiagnoses(_ hosts: IngressHosts?, at now: Date) async throws -> [Diagnosis] {
        var observed = ObservedEnvironment(namespace: namespace, now: now)
        observed.ingresses = try await readable(Ingress.self) ?? []
        guard !observed.ingresses.isEmpty else { return [] }
        async let classes = ingressClasses()
        async let certificates = certificates()
        observed.ingressClasses = try await classes
        observed.certificates = try await certificates
        observed.hostsElsewhere = try await elsewhere(observed.ingresses, hosts, now)
        if observed.routeDiagnoses.contains(where: \.isAboutCertificate) {
            observed.workloads.events = try await readable(ClusterEvent.self) ?? []
        }
        return observed.routeDiagnoses
    }

    private func elsewhere(
        _ ingresses: [Ingress], _ hosts: IngressHosts?, _ now: Date
    ) async throws -> [HostUse] {
        guard let hosts else { return [] }
        let wanted = Set(ingresses.flatMap(\.hosts))
        return try await unlessUnreadable { try await hosts.uses(of: wanted, outside: namespace, at: now) } ?? []
    }
}

extension Diagnosis {
    fileprivate var isAboutCertificate: Bool {
        [.issuerMissing, .certificateFailed, .certificatePending].contains(kind)
    }
}
