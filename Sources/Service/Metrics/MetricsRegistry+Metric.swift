import CoreMetrics

extension MetricsRegistry {
    /// - Parameter values: of the metric's labels, in their order.
    func counter(_ metric: Metric, _ values: String...) -> Counter {
        Counter(label: metric.rawValue, dimensions: metric.dimensions(values), factory: self)
    }

    func gauge(_ metric: Metric, _ values: String...) -> Gauge {
        Gauge(label: metric.rawValue, dimensions: metric.dimensions(values), factory: self)
    }

    func timer(_ metric: Metric, _ values: String...) -> Timer {
        Timer(label: metric.rawValue, dimensions: metric.dimensions(values), factory: self)
    }

    func recorder(_ metric: Metric, _ values: String...) -> Recorder {
        Recorder(label: metric.rawValue, dimensions: metric.dimensions(values), factory: self)
    }
}

extension MetricsRegistry {
    /// Begins every counter whose series are known beforehand at 0: an increase from nothing to 1 is none for Prometheus.
    func beginCounters() {
        for metric in Metric.allCases where metric.kind == .counter {
            for values in metric.combinations {
                Counter(label: metric.rawValue, dimensions: metric.dimensions(values), factory: self).increment(by: 0)
            }
        }
    }
}

extension Metric {
    /// What can stand in its labels, together; none where that is not known beforehand.
    fileprivate var combinations: [[String]] {
        meaning.labels.reduce([[]]) { combinations, label in
            guard case .only(let values) = label.values else { return [] }
            return combinations.flatMap { known in values.map { known + [$0] } }
        }
    }

    fileprivate func dimensions(_ values: [String]) -> [(String, String)] {
        assert(values.count == labels.count, "\(self) has the labels \(labels)")
        return Array(zip(labels, values))
    }
}
