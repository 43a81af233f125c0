import CoreMetrics
import Foundation
import Synchronization

/// What GitHub still grants. Of many installations only the one that has least left is shown.
final class RateLimitGauges: Sendable {
    private struct Left {
        let remaining: Int
        let limit: Int?
        let at: Date

        /// Nil where the limit was never told.
        var renewed: Left? { limit.map { Left(remaining: $0, limit: $0, at: at) } }
    }

    /// GitHub counts by the hour: what it said longer ago means nothing.
    private static let window: TimeInterval = 3600

    private let registry: MetricsRegistry
    private let now: @Sendable () -> Date
    private let accounts = Mutex<[String: Left]>([:])

    init(_ registry: MetricsRegistry, now: @escaping @Sendable () -> Date) {
        self.registry = registry
        self.now = now
    }

    /// - Parameter account: `app`, `token`, or `installation` with its number.
    func note(_ account: String, remaining: Int?, limit: Int?) {
        guard let remaining else { return }
        let now = now()
        accounts.withLock { $0[account] = Left(remaining: remaining, limit: limit, at: now) }
        show(Self.kind(of: account))
    }

    /// What was spent in an hour that is over is granted again, also when nobody has asked GitHub since.
    func sample() {
        for kind in Set(accounts.withLock { $0.keys.map(Self.kind) }) { show(kind) }
    }

    private func show(_ kind: String) {
        let now = now()
        let fewest: Left? = accounts.withLock { accounts in
            let all = accounts.filter { Self.kind(of: $0.key) == kind }
            let recent = all.filter { now.timeIntervalSince($0.value.at) < Self.window }
            // The last one is kept for its limit.
            let last = recent.isEmpty ? all.max { $0.value.at < $1.value.at }?.key : nil
            for key in all.keys where recent[key] == nil && key != last { accounts[key] = nil }
            return recent.values.min { $0.remaining < $1.remaining } ?? last.flatMap { accounts[$0]?.renewed }
        }
        guard let fewest else { return }
        registry.gauge(.gitHubRemaining, kind).record(fewest.remaining)
        if let limit = fewest.limit { registry.gauge(.gitHubLimit, kind).record(limit) }
    }

    /// `installation 42` → `installation`
    private static func kind(of account: String) -> String {
        account.split(separator: " ").first.map(String.init) ?? account
    }
}
