import Foundation

/// A request a simulator received, with how it ended.
public struct RecordedRequest: Sendable, Hashable, Codable {
    /// 1 for the first since the simulator started, in the order they arrived.
    public let number: Int
    public let time: Date
    public let method: String
    /// The path below the base URL, without the query, such as `/repos/acme/web-shop`.
    public let path: String
    /// The query without `?`; empty if there is none.
    public let query: String
    /// The pattern that matched, such as `/repos/{owner}/{repo}`; `nil` if none did.
    public let route: String?
    /// Who asked, in a word: for GitHub `app`, `installation`, `token`, `actions`, `none`; for the cluster the user.
    public let caller: String
    /// The HTTP status; `nil` if the connection was closed without an answer.
    public let status: Int?
    /// The body, if it was text.
    public let body: String
    /// When the answer was ready; the time of the arrival plus latency and delays.
    public let ended: Date
    /// Whose rate limit it counted against, such as `installation 50001005`, by its token alone: known for requests that a
    /// fault answered as well. For the cluster the user.
    public let account: String
    /// What the answer said about limits: `Retry-After` and `X-RateLimit-…`, and the `message` of a 403.
    public let limits: [String: String]

    public init(
        number: Int, time: Date, method: String, path: String, query: String, route: String?, caller: String,
        status: Int?, body: String, ended: Date? = nil, account: String = "", limits: [String: String] = [:]
    ) {
        self.number = number
        self.time = time
        self.method = method
        self.path = path
        self.query = query
        self.route = route
        self.caller = caller
        self.status = status
        self.body = body
        self.ended = ended ?? time
        self.account = account
        self.limits = limits
    }
}
