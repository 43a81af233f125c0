import CoreMetrics
import Foundation
import Storage

/// What waits in the database, counted when somebody asks.
struct DatabaseGauges: Sendable {
    let database: Database
    let metrics: MetricsRegistry
    var now: @Sendable () -> Date = { Date() }

    private func record(
        _ objects: [(kind: GitOpsResourceRecord.Kind, status: GitOpsResourceRecord.Status, count: Int)]
    ) {
        for kind in GitOpsResourceRecord.Kind.allCases {
            for status in GitOpsResourceRecord.Status.allCases {
                let count = objects.first { $0.kind == kind && $0.status == status }?.count ?? 0
                Gauge(
                    label: "slipway.cluster.objects",
                    dimensions: [("kind", kind.rawValue), ("status", status.rawValue)], factory: metrics
                ).record(count)
            }
        }
    }

    private func record(_ sources: SourceCounts) {
        for (state, count) in [
            ("failing", sources.failing), ("resting", sources.resting), ("unprocessed", sources.unprocessed),
        ] { Gauge(label: "slipway.sources", dimensions: [("state", state)], factory: metrics).record(count) }
    }

    func sample() async {
        let counts = try? await database.read { [now] transaction in
            (
                deliveries: try transaction.deliveries.queuedCount(), runs: try transaction.runs.counts(),
                lost: try transaction.lostDeliveries.counts(), objects: try transaction.gitopsResources.counts(),
                sources: try transaction.gitopsResources.sourceCounts(
                    failingSince: now(), unprocessedSince: now().addingTimeInterval(-FluxAlarm.unprocessed))
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
        record(counts.objects)
        record(counts.sources)
        guard let size = try? await database.size() else { return }
        for (part, bytes) in [("used", size.bytes - size.freeBytes), ("free", size.freeBytes), ("log", size.logBytes)] {
            Gauge(label: "slipway.database.bytes", dimensions: [("part", part)], factory: metrics).record(bytes)
        }
    }
}
