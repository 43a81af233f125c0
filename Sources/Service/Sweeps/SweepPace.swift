import Automations

/// How hard the sweeps may press GitHub.
public struct SweepPace: Sendable {
    public var redelivery = RedeliveryPolicy()
    /// Redeliveries asked for at once.
    public var requestsAtOnce = 4
    /// Between the beginnings of two requests: GitHub takes 900 points a minute, and each costs five
    /// (docs.github.com, "Rate limits for the REST API").
    public var spacing = Duration.milliseconds(500)
    /// The rest waits for the next round.
    public var requestsPerRound = 500
    /// Instead of the configured interval of the delivery sweep; for tests.
    public var deliveries: Duration?

    public init() {}
}
