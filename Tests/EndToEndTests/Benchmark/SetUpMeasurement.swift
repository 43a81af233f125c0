import Foundation
import Simulation

/// One set-up, as the ledgers of both simulators show it.
struct SetUpMeasurement: Sendable {
    static let isWanted = ProcessInfo.processInfo.environment["SLIPWAY_BENCHMARK"] == "setup"
    static let gitHubLatency = Duration.milliseconds(50)
    static let clusterLatency = Duration.milliseconds(20)

    /// From the delivery to the last object that had to be in the cluster.
    let seconds: Double
    /// All calls of the set-up, by their beginning.
    let calls: [Call]

    struct Call: Sendable {
        let name: String
        let isGitHub: Bool
        /// Seconds since the delivery.
        let start: Double
        let end: Double

        /// What the simulated network takes of it, in seconds.
        var latency: Double { (isGitHub ? gitHubLatency : clusterLatency) / .seconds(1) }
    }

    init(began: Date, gitHub: [RecordedRequest], cluster: [ClusterRequest]) {
        let applied = cluster.filter { $0.verb == "patch" && $0.fieldManager == "slipway" && $0.time > began }
        let last = applied.map(\.time).max() ?? began
        seconds = last.timeIntervalSince(began)
        let ofGitHub = gitHub.filter { $0.time > began && $0.time < last && Self.isOnTheWay($0) }.map { request in
            let start = request.time.timeIntervalSince(began)
            return Call(
                name: "\(request.method) \(request.route ?? request.path)", isGitHub: true, start: start,
                end: start + Self.gitHubLatency / .seconds(1))
        }
        let ofCluster = cluster.filter { $0.time > began && $0.time <= last && Self.isOnTheWay($0) }.map { request in
            let end = request.time.timeIntervalSince(began)
            return Call(
                name: "\(request.verb) \(request.resource)", isGitHub: false,
                start: end - Self.clusterLatency / .seconds(1), end: end)
        }
        calls = (ofGitHub + ofCluster).sorted { $0.start < $1.start }
    }

    /// What is said on commits, and what GitHub's pages and Flux fetch, nobody waits for.
    private static func isOnTheWay(_ request: RecordedRequest) -> Bool {
        guard let route = request.route, route != "/app" else { return false }
        return !["comments", "statuses", "deployments"].contains { route.contains("/\($0)") }
    }

    /// Watches last, and `/readyz` is asked by the health check.
    private static func isOnTheWay(_ request: ClusterRequest) -> Bool {
        request.verb != "watch" && !request.resource.isEmpty
    }

    /// The longest chain of calls of which each began when the one before had ended: what has to be paid one after the other.
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

    func report(of all: [SetUpMeasurement]) -> String {
        let path = criticalPath
        let (ofGitHub, ofCluster) = (path.count { $0.isGitHub }, path.count { !$0.isGitHub })
        let cost = path.map(\.latency).reduce(0, +)
        let total = (calls.count { $0.isGitHub }, calls.count { !$0.isGitHub })
        let lines = path.map { "  \(Self.text($0.start)) s  \($0.isGitHub ? "GitHub " : "cluster")  \($0.name)" }
        return """

            Set-up of one repository, \(Program.buildName)
            50 ms on every call to GitHub, 20 ms on every call to the cluster

            From the delivery to all 33 objects: median \(Self.text(seconds)) s of \(all.count) \
            (\(Self.text(all.first?.seconds ?? 0)) to \(Self.text(all.last?.seconds ?? 0)) s)
            Calls: \(total.0) to GitHub, of these \(ofGitHub) in sequence; \(total.1) to the cluster, of these \(ofCluster)
            Critical path: \(ofGitHub) × 50 ms + \(ofCluster) × 20 ms = \(Self.text(cost)) s
            Ratio of the time to the critical path: \(Self.text(seconds / cost))

            The critical path of the median, with the second at which each call began:
            \(lines.joined(separator: "\n"))

            """
    }

    private static func text(_ number: Double) -> String {
        let hundredths = Int((number * 100).rounded())
        return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    }
}
