/// How much was forgotten.
public struct Forgotten: Sendable, Equatable {
    public var deliveries = 0
    public var runs = 0
    /// What was said on GitHub.
    public var outbox = 0
    /// Lines of the audit.
    public var audit = 0

    public init(deliveries: Int = 0, runs: Int = 0, outbox: Int = 0, audit: Int = 0) {
        self.deliveries = deliveries
        self.runs = runs
        self.outbox = outbox
        self.audit = audit
    }

    public var isNothing: Bool { self == Forgotten() }

    public static func += (sum: inout Forgotten, more: Forgotten) {
        sum.deliveries += more.deliveries
        sum.runs += more.runs
        sum.outbox += more.outbox
        sum.audit += more.audit
    }
}
