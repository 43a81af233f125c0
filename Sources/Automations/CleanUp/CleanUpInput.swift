import Storage

/// Which way out of the cluster a run leads.
public struct CleanUpInput: Sendable, Hashable, Codable {
    public var cause: ArchivalRecord.Cause
    /// For people, within a sentence.
    public var reason: String
    /// Its removal had begun already, in a run that failed.
    public var hasBegun: Bool

    public init(cause: ArchivalRecord.Cause, reason: String, hasBegun: Bool = false) {
        self.cause = cause
        self.reason = reason
        self.hasBegun = hasBegun
    }
}

extension ArchivalRecord.Cause {
    /// Whether people are told before, and can prevent it.
    var isAnnounced: Bool { self == .failed || self == .unused }
}
