/// One finished request, for metrics: told to the client's observer.
public struct CallReport: Sendable {
    public let call: Call
    /// The HTTP status, or nil if there was no answer.
    public let status: Int?
    /// Until the body was read; for a watch, until the answer began.
    public let duration: Duration
}
