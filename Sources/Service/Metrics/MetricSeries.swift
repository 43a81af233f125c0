import CoreMetrics
import Synchronization

/// One value, or one histogram, under one name and one set of labels.
protocol MetricSeries: AnyObject, Sendable {
    /// Prometheus' word for it.
    static var type: String { get }
    func lines(name: String, labels: String) -> [String]
}

final class CounterSeries: MetricSeries, CounterHandler {
    static let type = "counter"
    private let value = Atomic<Int64>(0)

    func increment(by amount: Int64) { value.wrappingAdd(amount, ordering: .relaxed) }
    func reset() { value.store(0, ordering: .relaxed) }

    func lines(name: String, labels: String) -> [String] {
        ["\(name)\(labels) \(value.load(ordering: .relaxed))"]
    }
}

final class GaugeSeries: MetricSeries, MeterHandler, RecorderHandler {
    static let type = "gauge"
    private let value = Mutex<Double>(0)

    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { self.value.withLock { $0 = value } }
    func increment(by amount: Double) { value.withLock { $0 += amount } }
    func decrement(by amount: Double) { value.withLock { $0 -= amount } }
    func record(_ value: Int64) { set(value) }
    func record(_ value: Double) { set(value) }

    func lines(name: String, labels: String) -> [String] {
        ["\(name)\(labels) \(value.withLock { $0 }.exposed)"]
    }
}

final class HistogramSeries: MetricSeries, TimerHandler, RecorderHandler {
    static let type = "histogram"
    static let seconds = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600]
    static let sizes = [1.0, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000]

    private struct State {
        var counts: [Int64]
        var sum = 0.0
    }

    private let bounds: [Double]
    private let state: Mutex<State>

    init(bounds: [Double]) {
        self.bounds = bounds
        state = Mutex(State(counts: Array(repeating: 0, count: bounds.count + 1)))
    }

    func record(_ value: Int64) { record(Double(value)) }
    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }

    func record(_ value: Double) {
        let bucket = bounds.firstIndex { value <= $0 } ?? bounds.count
        state.withLock {
            $0.counts[bucket] += 1
            $0.sum += value
        }
    }

    func lines(name: String, labels: String) -> [String] {
        let state = state.withLock { $0 }
        var total: Int64 = 0
        let buckets = (bounds.map(\.exposed) + ["+Inf"]).enumerated().map { index, bound in
            total += state.counts[index]
            return "\(name)_bucket\(Self.joined(labels, "le=\"\(bound)\"")) \(total)"
        }
        return buckets + ["\(name)_sum\(labels) \(state.sum.exposed)", "\(name)_count\(labels) \(total)"]
    }

    private static func joined(_ labels: String, _ pair: String) -> String {
        labels.isEmpty ? "{\(pair)}" : "\(labels.dropLast()),\(pair)}"
    }
}

extension Double {
    /// Whole numbers without a fraction.
    fileprivate var exposed: String {
        self == rounded() && abs(self) < 1e15 ? "\(Int64(self))" : "\(self)"
    }
}
