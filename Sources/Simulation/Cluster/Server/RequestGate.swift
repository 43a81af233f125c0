import Foundation

/// Faults, latency and the ledger of requests.
actor RequestGate {
    private(set) var requests: [ClusterRequest] = []
    private(set) var latency: Duration
    private var faults = FaultRules()
    private let now: @Sendable () -> Date

    init(latency: Duration, now: @escaping @Sendable () -> Date) {
        self.latency = latency
        self.now = now
    }

    func add(_ fault: Fault) { faults.add(fault) }
    func removeFaults() { faults.removeAll() }
    func removeFaults(_ label: String) { faults.remove(label) }
    var hits: [String: Int] { faults.hits }
    func setLatency(_ latency: Duration) { self.latency = latency }

    /// What a request meets before it is looked at: the time to wait, and the faults.
    func admit(method: String, target: String) -> (latency: Duration, faults: [Fault.Effect]) {
        (latency, faults.take(method: method, target: target))
    }

    func record(_ request: KubernetesRequest, user: String, status: Int?) {
        requests.append(
            ClusterRequest(
                number: requests.count + 1, time: now(), verb: request.verb, group: request.group,
                resource: request.resource, subresource: request.subresource, namespace: request.namespace,
                name: request.name, fieldManager: request.query["fieldManager"] ?? "", path: request.path, user: user,
                body: request.body, status: status))
    }
}
