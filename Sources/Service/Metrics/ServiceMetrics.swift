import CoreMetrics

/// The handles that are used on hot paths; making one per call costs a thousand times more than using it.
struct ServiceMetrics: Sendable {
    let registry: MetricsRegistry
    let accepted: Counter
    let duplicates: Counter
    let storeFailures: Counter
    let appendTime: Timer
    let bodySize: Recorder

    init(registry: MetricsRegistry) {
        self.registry = registry
        accepted = Counter(
            label: "slipway.deliveries", dimensions: [("result", "accepted")], factory: registry)
        duplicates = Counter(
            label: "slipway.deliveries", dimensions: [("result", "duplicate")], factory: registry)
        storeFailures = Counter(
            label: "slipway.deliveries", dimensions: [("result", "not_stored")], factory: registry)
        appendTime = Timer(label: "slipway.delivery.append", factory: registry)
        bodySize = Recorder(label: "slipway.delivery.bytes", factory: registry)
    }

    /// A delivery that was turned away, by HTTP status.
    func refused(status: Int) {
        Counter(label: "slipway.deliveries.refused", dimensions: [("status", "\(status)")], factory: registry)
            .increment()
    }
}
