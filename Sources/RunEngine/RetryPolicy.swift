import Foundation

/// How often and how long a step is tried again. A retry gives the turn back; nothing waits in memory.
public struct RetryPolicy: Sendable, Equatable {
    /// Attempts in all; nil: no limit but time.
    public var attempts: Int?
    /// No attempt begins later than this after the first.
    public var timeLimit: Duration?
    /// Before the second attempt.
    public var firstDelay: Duration
    /// Each further delay is this many times the one before.
    public var factor: Double
    public var longestDelay: Duration
    /// The share of a delay that chance may take away, 0 to 1.
    public var jitter: Double

    public init(
        attempts: Int? = nil, timeLimit: Duration? = nil, firstDelay: Duration = .seconds(1), factor: Double = 2,
        longestDelay: Duration = .seconds(60), jitter: Double = 0.5
    ) {
        self.attempts = attempts
        self.timeLimit = timeLimit
        self.firstDelay = firstDelay
        self.factor = factor
        self.longestDelay = longestDelay
        self.jitter = jitter
    }

    /// About two minutes of trying.
    public static let standard = RetryPolicy(attempts: 8)
    /// For outages of others: an hour of trying.
    public static let patient = RetryPolicy(timeLimit: .seconds(3600))
    public static let once = RetryPolicy(attempts: 1)

    /// Between two looks of a run that is parked.
    static let parked = RetryPolicy(firstDelay: .seconds(15))

    /// The delay after the given failed attempt (1 is the first). `chance` is from 0 to 1.
    public func delay(afterAttempt attempt: Int, chance: Double) -> Duration {
        let growth = pow(factor, Double(max(0, attempt - 1)))
        let full = min(firstDelay.seconds * growth, longestDelay.seconds)
        return .milliseconds(Int64(full * (1 - jitter * chance) * 1000))
    }

    /// When to try again after a failed attempt; nil: not at all.
    func next(
        afterAttempt attempt: Int, firstStarted: Date, now: Date, advice: RetryAdvice, chance: Double
    ) -> Date? {
        if case .park(let notBefore) = advice {
            let next = now.addingTimeInterval(Self.parked.delay(afterAttempt: 1, chance: chance).seconds)
            return max(next, notBefore ?? next)
        }
        guard case .retry(let notBefore) = advice else { return nil }
        if let attempts, attempt >= attempts { return nil }
        let backoff = now.addingTimeInterval(delay(afterAttempt: attempt, chance: chance).seconds)
        let next = max(backoff, notBefore ?? backoff)
        if let timeLimit, next > firstStarted.addingTimeInterval(timeLimit.seconds) { return nil }
        return next
    }
}

extension Duration {
    var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
