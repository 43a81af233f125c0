import CoreMetrics
import Foundation
import Storage

/// What waits in the database, counted when somebody asks.
struct DatabaseGauges: Sendable {
    let database: Database
    let metrics: MetricsRegistry

    func sample() async {
        let counts = try? await database.read { transaction in
            (
                deliveries: try transaction.deliveries.queuedCount(), runs: try transaction.runs.counts(),
                lost: try transaction.lostDeliveries.counts()
            )
        }
        guard let counts else { return }
        Gauge(label: "slipway.deliveries.queued", factory: metrics).record(counts.deliveries)
        for state in LostDeliveryState.allCases {
            Gauge(label: "slipway.deliveries.lost", dimensions: [("state", state.rawValue)], factory: metrics)
                .record(counts.lost[state] ?? 0)
        }
        for state in RunState.allCases {
            Gauge(label: "slipway.runs", dimensions: [("state", state.rawValue)], factory: metrics)
                .record(counts.runs[state] ?? 0)
        }
        guard let size = try? await database.size() else { return }
        for (part, bytes) in [("used", size.bytes - size.freeBytes), ("free", size.freeBytes), ("log", size.logBytes)] {
            Gauge(label: "slipway.database.bytes", dimensions: [("part", part)], factory: metrics).record(bytes)
        }
    }
}
