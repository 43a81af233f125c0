import Foundation

/// Something a simulator does wrong, on request.
public struct Fault: Sendable {
    /// What happens to a request that matches.
    public enum Effect: Sendable, Hashable {
        /// Answered with this instead of being looked at.
        case answer(status: Int, body: String = "", headers: [String: String] = [:])
        /// Looked at only after this time.
        case delay(Duration)
        /// Done at once, but answered only after this time.
        case answerLate(Duration)
        /// Done, but the connection closes instead of an answer.
        case loseResponse
        /// Not done: the connection closes before.
        case dropConnection
        /// Done, but the connection closes in the middle of the answer's body.
        case cutBody
    }

    /// The HTTP method it is for; `nil` for all.
    public let method: String?
    /// A regular expression searched for in the path and query, such as `^/repos/acme/.*/comments$`.
    public let path: String
    /// How many matching requests pass unharmed before the first that is hit.
    public let skipping: Int
    /// How many requests are hit; `nil` for all from then on.
    public let times: Int?
    public let effect: Effect
    /// What it is counted and disarmed by; empty for none.
    public let label: String

    public init(
        _ effect: Effect, method: String? = nil, path: String = "", skipping: Int = 0, times: Int? = 1,
        label: String = ""
    ) {
        self.effect = effect
        self.label = label
        self.method = method
        self.path = path
        self.skipping = skipping
        self.times = times
    }

    func matches(method: String, target: String) -> Bool {
        guard self.method == nil || self.method == method else { return false }
        return path.isEmpty || target.range(of: path, options: .regularExpression) != nil
    }
}
