/// How long to wait before trying again: doubling from `first` up to `limit`.
public struct Backoff: Sendable, Hashable {
    public var first: Duration
    public var limit: Duration

    public init(first: Duration = .milliseconds(200), limit: Duration = .seconds(30)) {
        self.first = first
        self.limit = limit
    }

    /// - Parameters:
    ///   - attempt: 1 after the first failure.
    ///   - jitter: 0 ..< 1, so that many clients do not come back at once; takes off up to half.
    func delay(attempt: Int, jitter: Double) -> Duration {
        let doubled = first * (1 << min(max(attempt - 1, 0), 20))
        return min(doubled, limit) * (1 - jitter / 2)
    }
}
