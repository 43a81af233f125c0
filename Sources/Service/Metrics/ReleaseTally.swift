import CoreMetrics
import Foundation
import Storage
import Synchronization

/// Counts how releases end in environments. Which projects to look at is noted when a run of theirs had a turn; what ended
/// is read when somebody asks.
final class ReleaseTally: Sendable {
    private struct Ended: Hashable {
        let release: Int64
        let environment: EnvironmentName
    }

    private struct State {
        var projects: Set<String> = []
        /// What ended before was counted.
        var since: Date
        /// Counted already, although it ended after `since`.
        var counted: [Ended: Date] = [:]
    }

    /// Releases of a project that are looked at.
    private static let depth = 20
    /// A record is written a moment after the time in it was taken.
    private static let margin: TimeInterval = 60

    private let registry: MetricsRegistry
    private let state: Mutex<State>

    init(_ registry: MetricsRegistry, since now: Date) {
        self.registry = registry
        state = Mutex(State(since: now))
    }

    func note(project: String) {
        _ = state.withLock { $0.projects.insert(project) }
    }

    func count(in database: Database, at now: Date) async throws {
        let (projects, since) = state.withLock { state in
            defer { state.projects = [] }
            return (state.projects, state.since)
        }
        if projects.isEmpty { return }
        do {
            let rows = try await database.read { transaction in
                try projects.flatMap { project in
                    try transaction.releases.list(project: project, limit: Self.depth)
                        .flatMap { try transaction.releases.environments(of: $0.id) }
                }
            }
            add(rows.filter { ($0.finished ?? .distantPast) > since.addingTimeInterval(-Self.margin) }, at: now)
        } catch {
            state.withLock { $0.projects.formUnion(projects) }
            throw error
        }
    }

    private func add(_ rows: [ReleaseEnvironmentRecord], at now: Date) {
        for row in rows {
            guard let finished = row.finished else { continue }
            let ended = Ended(release: row.release, environment: row.environment)
            let isNew = state.withLock { $0.counted.updateValue(finished, forKey: ended) == nil }
            guard isNew else { continue }
            registry.counter(.releases, row.environment.rawValue, row.state.rawValue).increment()
        }
        state.withLock { state in
            state.since = now
            state.counted = state.counted.filter { $0.value > now.addingTimeInterval(-2 * Self.margin) }
        }
    }
}
