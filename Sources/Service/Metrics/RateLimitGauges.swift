import CoreMetrics
import Foundation
import Synchronization

/// What GitHub still grants. Of many installations only the one that has least left is shown.
final class RateLimitGauges: Sendable {
    private struct Left {
        let remaining: Int
        let limit: Int?
        let at: Date
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
        let kind = Self.kind(of: account)
        let fewest = accounts.withLock { accounts in
            accounts[account] = Left(remaining: remaining, limit: limit, at: now)
            accounts = accounts.filter { now.timeIntervalSince($0.value.at) < Self.window }
            return accounts.filter { Self.kind(of: $0.key) == kind }.values.min { $0.remaining < $1.remaining }
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
