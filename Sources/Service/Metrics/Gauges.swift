import CoreMetrics
import Foundation
import Storage

/// Gauges that are brought up to date when somebody asks for the metrics.
struct Gauges: Sendable {
    let database: Database
    let board: HealthBoard
    let releases: ReleaseTally
    let metrics: MetricsRegistry
    let limits: RateLimitGauges
    let started: Date
    let now: @Sendable () -> Date

    func sample() async {
        metrics.gauge(.started).record(started.timeIntervalSince1970.rounded())
        for (component, health) in board.all {
            metrics.gauge(.components, component.rawValue).record(health.isHealthy ? 1 : 0)
        }
        if let memory = ProcessUsage.memory { metrics.gauge(.memory).record(memory) }
        if let files = ProcessUsage.openFiles { metrics.gauge(.openFiles).record(files) }
        limits.sample()
        // A database that cannot be read says so elsewhere; its gauges stay as they were.
        try? await sampleWhatWaits()
        try? await sampleWhatIsThere()
        try? await sampleSources()
        try? await releases.count(in: database, at: now())
        guard let size = try? await database.size() else { return }
        metrics.gauge(.databaseBytes, "used").record(size.bytes - size.freeBytes)
        metrics.gauge(.databaseBytes, "free").record(size.freeBytes)
        metrics.gauge(.databaseBytes, "log").record(size.logBytes)
    }

    private func sampleWhatWaits() async throws {
        let now = now()
        let (backlogs, runs, lost) = try await database.read { transaction in
            (
                try Backlog.Queue.allCases.map { ($0, try transaction.backlog(of: $0, at: now)) },
                try transaction.runs.counts(), try transaction.lostDeliveries.counts()
            )
        }
        for (queue, backlog) in backlogs {
            metrics.gauge(.queueLength, queue.rawValue).record(backlog.length)
            let age = backlog.oldest.map { max(0, now.timeIntervalSince($0)) } ?? 0
            metrics.gauge(.queueAge, queue.rawValue).record(age)
        }
        for state in RunState.allCases { metrics.gauge(.runs, state.rawValue).record(runs[state] ?? 0) }
        for state in LostDeliveryState.allCases {
            metrics.gauge(.deliveriesLost, state.rawValue).record(lost[state] ?? 0)
        }
    }

    private func sampleWhatIsThere() async throws {
        let (projects, environments, resources) = try await database.read { transaction in
            (
                try transaction.projectCounts(),
                try EnvironmentName.allCases.map { ($0, try transaction.environmentCounts($0)) },
                try GitOpsResourceRecord.Kind.allCases.map { ($0, try transaction.resourceCounts($0)) }
            )
        }
        let archivals = try await database.read { try $0.archivals.counts() }
        for phase in ArchivalRecord.Phase.allCases {
            metrics.gauge(.archivals, phase.rawValue).record(archivals[phase] ?? 0)
        }
        for state in ProjectState.allCases { metrics.gauge(.projects, state.rawValue).record(projects[state] ?? 0) }
        for (name, counts) in environments {
            for state in EnvironmentState.allCases {
                metrics.gauge(.environments, name.rawValue, state.rawValue).record(counts[state] ?? 0)
            }
        }
        for (kind, counts) in resources {
            for status in GitOpsResourceRecord.Status.allCases {
                metrics.gauge(.of(kind), status.rawValue).record(counts[status] ?? 0)
            }
        }
    }

    private func sampleSources() async throws {
        let now = now()
        let counts = try await database.read { transaction in
            try transaction.gitopsResources.sourceCounts(
                failingSince: now, unprocessedSince: now.addingTimeInterval(-FluxAlarm.unprocessed))
        }
        metrics.gauge(.sourcesTroubled, "failing").record(counts.failing)
        metrics.gauge(.sourcesTroubled, "resting").record(counts.resting)
        metrics.gauge(.sourcesTroubled, "unprocessed").record(counts.unprocessed)
    }
}

extension Metric {
    fileprivate static func of(_ kind: GitOpsResourceRecord.Kind) -> Metric {
        switch kind {
        case .namespace: .namespaces
        case .gitRepository: .sources
        case .kustomization: .kustomizations
        }
    }
}
