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
        accepted = registry.counter(.deliveries, "accepted")
        duplicates = registry.counter(.deliveries, "duplicate")
        storeFailures = registry.counter(.deliveries, "not_stored")
        appendTime = registry.timer(.deliveryAppend)
        bodySize = registry.recorder(.deliveryBytes)
    }

    /// A delivery that was turned away, by HTTP status.
    func refused(status: Int) {
        registry.counter(.deliveriesRefused, "\(status)").increment()
    }
}
