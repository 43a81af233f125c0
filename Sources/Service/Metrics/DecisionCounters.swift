import CoreMetrics
import Storage
import Synchronization

/// Counts deliveries that were decided about, by event and outcome. Counters are made once: thousands of deliveries may be
/// decided about in a second.
final class DecisionCounters: Sendable {
    private struct Key: Hashable {
        let event: String
        let status: DeliveryStatus
    }

    private let registry: MetricsRegistry
    private let counters = Mutex<[Key: Counter]>([:])

    init(_ registry: MetricsRegistry) {
        self.registry = registry
    }

    func count(_ event: String, _ status: DeliveryStatus) {
        let key = Key(event: KnownEvent.named(event), status: status)
        let counter = counters.withLock { counters in
            if let known = counters[key] { return known }
            let made = registry.counter(.deliveriesDecided, key.event, status.rawValue)
            counters[key] = made
            return made
        }
        counter.increment()
    }
}
