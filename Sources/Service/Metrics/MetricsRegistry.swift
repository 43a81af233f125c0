import CoreMetrics
import Synchronization

/// Keeps counters, gauges and histograms and writes them in Prometheus' text format.
///
/// Labels of swift-metrics may hold dots; names are sanitised here, counters end in `_total`, timers in `_seconds`.
public final class MetricsRegistry: Sendable {
    private let families = Mutex<[String: Family]>([:])

    /// All series of one name; they share a type, as Prometheus asks for.
    private struct Family {
        var type: String
        var series: [String: any MetricSeries] = [:]
    }

    public init() {}

    /// The exposition, sorted, so that equal states give equal texts. Format: Prometheus text 0.0.4.
    public var exposition: String {
        let snapshot = families.withLock { $0 }
        return snapshot.sorted { $0.key < $1.key }.map { name, family in
            let lines = family.series.sorted { $0.key < $1.key }.flatMap { $1.lines(name: name, labels: $0) }
            let help = Self.help[name].map { "# HELP \(name) \($0)\n" } ?? ""
            return help + "# TYPE \(name) \(family.type)\n" + lines.map { $0 + "\n" }.joined()
        }.joined()
    }

    private static let help = Dictionary(uniqueKeysWithValues: Metric.allCases.map { ($0.name, $0.help) })

    /// The series of this name and these labels, made when it is new. A name that is taken by another type gets a suffix.
    private func series<Series: MetricSeries>(
        _ name: String, _ dimensions: [(String, String)], make: () -> Series
    ) -> Series {
        let labels = MetricName.labels(dimensions)
        return families.withLock { families in
            let taken = families[name].map { $0.type != Series.type } ?? false
            let name = taken ? "\(name)_\(Series.type)" : name
            if let found = families[name]?.series[labels] as? Series { return found }
            let made = make()
            families[name, default: Family(type: Series.type)].series[labels] = made
            return made
        }
    }
}

extension MetricsRegistry: MetricsFactory {
    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        series(MetricName.counter(label), dimensions) { CounterSeries() }
    }

    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        series(MetricName.sanitised(label), dimensions) { GaugeSeries() }
    }

    public func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        if !aggregate { return series(MetricName.sanitised(label), dimensions) { GaugeSeries() } }
        return series(MetricName.sanitised(label), dimensions) { HistogramSeries(bounds: HistogramSeries.sizes) }
    }

    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        series(MetricName.timer(label), dimensions) { HistogramSeries(bounds: HistogramSeries.seconds) }
    }

    // A series stays for the life of the process: a scrape must not miss what happened before `destroy`.
    public func destroyCounter(_ handler: any CounterHandler) {}
    public func destroyMeter(_ handler: any MeterHandler) {}
    public func destroyRecorder(_ handler: any RecorderHandler) {}
    public func destroyTimer(_ handler: any TimerHandler) {}
}
