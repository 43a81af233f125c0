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

extension Metric {
    fileprivate func dimensions(_ values: [String]) -> [(String, String)] {
        assert(values.count == labels.count, "\(self) has the labels \(labels)")
        return Array(zip(labels, values))
    }
}
