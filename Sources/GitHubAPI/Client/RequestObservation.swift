/// What is known about a call after it ended; for metrics and logs. Holds no secret and no query.
public struct RequestObservation: Sendable {
    public let method: String
    /// The path with names in braces, e.g. `/repos/{owner}/{repo}/git/trees`.
    public let pathTemplate: String
    /// `nil` when there was no answer.
    public let status: Int?
    public let duration: Duration
    /// Requests left in this hour, where GitHub told.
    public let remaining: Int?
    /// Requests granted per hour, where GitHub told.
    public let limit: Int?
    /// Whose limit it is: `app`, `installation 42` or `token`.
    public let account: String
}
