import Foundation

/// How Flux is kept from spending its strength on sources that cannot be fetched.
public struct Protection: Sendable, Hashable {
    /// Seconds that a source may fail before it is suspended; nil: for ever.
    public var suspendAfter: TimeInterval?
    /// Seconds of the first rest; each is twice as long as the one before.
    public var firstRest: TimeInterval
    public var longestRest: TimeInterval
    /// So many sources may fail and be tried at full speed at a time: of more, those that failed longest are suspended
    /// earlier. With more than so many failing, people are warned.
    public var failingSources: Int
    /// So many suspended sources are tried at a time.
    public var probes: Int

    /// Seconds until a suspension that was asked for should have been seen.
    static let noticing: TimeInterval = 60

    public init(
        suspendAfter: TimeInterval? = 3600, firstRest: TimeInterval = 3600, longestRest: TimeInterval = 24 * 3600,
        failingSources: Int = 50, probes: Int = 10
    ) {
        self.suspendAfter = suspendAfter
        self.firstRest = firstRest
        self.longestRest = longestRest
        self.failingSources = failingSources
        self.probes = probes
    }

    /// Seconds of a rest, 1 for the first: 1 h, 2 h, 4 h … 24 h.
    public func rest(_ round: Int) -> TimeInterval {
        min(firstRest * Double(1 << min(max(round, 1) - 1, 20)), longestRest)
    }
}
