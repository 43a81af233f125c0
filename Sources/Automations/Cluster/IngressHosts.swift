import Foundation
import KubernetesAPI

/// Which hosts the ingresses of the whole cluster have. Nothing lists ingresses by host, so all are read, when somebody wants
/// to know and at most once in a while however many do; only the names are kept.
public actor IngressHosts {
    /// Seconds for which a reading is good. An Ingress that came later is found by whoever made it.
    static let life: Double = 60

    private let client: KubernetesClient
    private var reading: (begun: Date, hosts: Task<[String: [HostUse]], any Error>)?

    init(_ client: KubernetesClient) {
        self.client = client
    }

    /// What ingresses of other namespaces have of some hosts.
    func uses(of hosts: Set<String>, outside namespace: NamespaceName, at now: Date) async throws -> [HostUse] {
        let all = try await all(at: now)
        return hosts.sorted().flatMap { all[$0] ?? [] }.filter { $0.namespace != namespace }
    }

    private func all(at now: Date) async throws -> [String: [HostUse]] {
        if let reading, now.timeIntervalSince(reading.begun) < Self.life { return try await reading.hosts.value }
        let hosts = Task { [client] in try await Self.read(client) }
        reading = (now, hosts)
        do {
            return try await hosts.value
        } catch {
            if reading?.hosts == hosts { reading = nil }
            throw error
        }
    }

    private static func read(_ client: KubernetesClient) async throws -> [String: [HostUse]] {
        var hosts: [String: [HostUse]] = [:]
        try await client.eachPage(of: Ingress.self, in: .everyNamespace) { ingresses in
            for use in ingresses.flatMap(HostUse.all) { hosts[use.host, default: []].append(use) }
        }
        return hosts
    }
}
