import Foundation
import Simulation

/// What Slipway asked GitHub and the cluster between a delivery's arrival and an end, as the simulators' ledgers show it.
struct CallSequence: Sendable {
    let seconds: Double
    /// All calls, by their beginning.
    let calls: [Call]

    /// What the simulated network takes of a call.
    struct Latencies: Sendable {
        var gitHub = Duration.zero
        var cluster = Duration.zero
    }

    struct Call: Sendable {
        let name: String
        let isGitHub: Bool
        /// Seconds since the delivery.
        let start: Double
        let end: Double

        /// What the simulated network takes of it, in seconds.
        var latency: Double { end - start }
    }

    init(
        from began: Date, to end: Date, gitHub: [RecordedRequest], cluster: [ClusterRequest], latencies: Latencies
    ) {
        seconds = end.timeIntervalSince(began)
        let ofGitHub = gitHub.filter { $0.time > began && $0.time < end && Self.isOnTheWay($0) }.map { request in
            let start = request.time.timeIntervalSince(began)
            return Call(
                name: "\(request.method) \(request.route ?? request.path)", isGitHub: true, start: start,
                end: start + latencies.gitHub / .seconds(1))
        }
        let ofCluster = cluster.filter { $0.time > began && $0.time <= end && Self.isOnTheWay($0) }.map { request in
            let end = request.time.timeIntervalSince(began)
            return Call(
                name: "\(request.verb) \(request.resource)", isGitHub: false,
                start: end - latencies.cluster / .seconds(1), end: end)
        }
        calls = (ofGitHub + ofCluster).sorted { $0.start < $1.start }
    }

    /// What is said on commits, and what GitHub's pages and Flux fetch, nobody waits for.
    private static func isOnTheWay(_ request: RecordedRequest) -> Bool {
        guard let route = request.route, route != "/app" else { return false }
        return !["comments", "statuses", "deployments", "hook"].contains { route.contains("/\($0)") }
    }

    /// Watches last, and `/readyz` is asked by the health check.
    private static func isOnTheWay(_ request: ClusterRequest) -> Bool {
        request.verb != "watch" && !request.resource.isEmpty
    }

    /// The longest chain of calls of which each began when the one before had ended: what has to be paid one after the
    /// other.
    var criticalPath: [Call] {
        var best: [(cost: Double, before: Int?)] = []
        for (index, call) in calls.enumerated() {
            let before = (0..<index).filter { calls[$0].end <= call.start + 0.001 }
                .max { best[$0].cost < best[$1].cost }
            best.append((call.latency + (before.map { best[$0].cost } ?? 0), before))
        }
        var path: [Call] = []
        var next = best.indices.max { best[$0].cost < best[$1].cost }
        while let index = next {
            path.insert(calls[index], at: 0)
            next = best[index].before
        }
        return path
    }

    /// Seconds that the critical path takes of the network.
    var criticalSeconds: Double { criticalPath.map(\.latency).reduce(0, +) }
}
