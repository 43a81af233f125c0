import Storage

/// Told what the engine does, for the log and the metrics. Must return quickly.
public protocol RunObserver: Sendable {
    /// A run got a turn.
    func turnBegan(_ run: RunRecord)
    /// The turn is over; the run is now in this state (`waiting`, `queued` or a finished one).
    /// - Parameter outcome: how the run ended, in words; nil when it did not.
    func turnEnded(_ run: RunRecord, state: RunState, outcome: String?, after duration: Duration)
    /// An attempt at a step is over. `error` is nil when it succeeded.
    func stepEnded(_ step: String, of run: RunRecord, attempt: Int, after duration: Duration, error: UserError?)
}

extension RunObserver {
    public func turnBegan(_ run: RunRecord) {}
    public func turnEnded(_ run: RunRecord, state: RunState, outcome: String?, after duration: Duration) {}
    public func stepEnded(
        _ step: String, of run: RunRecord, attempt: Int, after duration: Duration, error: UserError?
    ) {}
}
