import Foundation

/// Several measurements of the same thing, as text.
struct LatencyReport {
    static let isWanted = ProcessInfo.processInfo.environment["SLIPWAY_BENCHMARK"] == "latency"

    let title: String
    let latencies: CallSequence.Latencies
    /// Fastest first.
    let sequences: [CallSequence]

    init(_ title: String, _ latencies: CallSequence.Latencies, _ sequences: [CallSequence]) {
        self.title = title
        self.latencies = latencies
        self.sequences = sequences.sorted { $0.seconds < $1.seconds }
    }

    var median: CallSequence { sequences[sequences.count / 2] }

    /// The nearest-rank percentile, in seconds.
    func percentile(_ percent: Int) -> Double {
        sequences[max(0, (sequences.count * percent + 99) / 100 - 1)].seconds
    }

    /// The median's time by what its calls, one after the other, take of the network.
    var ratio: Double { median.seconds / median.criticalSeconds }

    var text: String {
        let spread = "median \(Self.milliseconds(percentile(50))) ms of \(sequences.count)"
        let tail = "p99 \(Self.milliseconds(percentile(99))) ms, slowest \(Self.milliseconds(percentile(100))) ms"
        return "\n\(title), \(Program.buildName)\n\(spread), \(tail)\n\(latencies.isNone ? "" : path)"
    }

    private var path: String {
        let path = median.criticalPath
        let (ofGitHub, ofCluster) = (path.count { $0.isGitHub }, path.count { !$0.isGitHub })
        let total = (median.calls.count { $0.isGitHub }, median.calls.count { !$0.isGitHub })
        let (gitHub, cluster) = (latencies.gitHub / .seconds(1), latencies.cluster / .seconds(1))
        let price = "\(ofGitHub) × \(Self.milliseconds(gitHub)) ms + \(ofCluster) × \(Self.milliseconds(cluster)) ms"
        let lines = path.map { call in
            "  \(Self.milliseconds(call.start)) ms  \(call.isGitHub ? "GitHub " : "cluster")  \(call.name)"
        }
        return """
            Calls: \(total.0) to GitHub, of these \(ofGitHub) in sequence; \(total.1) to the cluster, of these \(ofCluster)
            Critical path: \(price) = \(Self.milliseconds(median.criticalSeconds)) ms
            Ratio of the median to the critical path: \(Self.hundredths(ratio))
            The critical path of the median, with the moment at which each call began:
            \(lines.joined(separator: "\n"))

            """
    }

    static func milliseconds(_ seconds: Double) -> String { hundredths(seconds * 1000, digits: seconds < 0.1 ? 1 : 0) }

    static func hundredths(_ number: Double, digits: Int = 2) -> String {
        number.formatted(
            .number.precision(.fractionLength(digits)).grouping(.never).locale(Locale(identifier: "en_US")))
    }
}

extension CallSequence.Latencies {
    var isNone: Bool { gitHub == .zero && cluster == .zero }
}
