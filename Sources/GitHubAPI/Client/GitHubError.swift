import Foundation
import NIOHTTP1

/// A call to GitHub that did not succeed. Holds neither tokens nor queries, so that it can be logged and shown.
public struct GitHubError: Error, Sendable, Hashable {
    /// The kinds of failure, closed.
    public enum Code: Sendable, Hashable {
        /// 404: it does not exist, or the token may not see it; GitHub does not tell which.
        case notFound
        /// 403, or a 404 that means the same. The permission is named as `contents=write` where it is known.
        case forbidden(missingPermission: String?)
        /// 401: the token is wrong, revoked or expired.
        case unauthorized
        /// 403 on a suspended installation.
        case suspended
        /// 403 or 429 for too many requests; nothing may be called before this time. Also thrown without calling.
        case rateLimited(until: Date)
        /// 409: in the way of something else; may pass.
        case conflict
        /// 409: the repository has no commit yet.
        case emptyRepository
        /// 422: what was sent is wrong.
        case unprocessable
        /// 422: the ref has moved on; nothing was forced.
        case notFastForward
        /// 422: there is one already.
        case alreadyExists
        /// 403: the repository was archived, so that nobody may change it.
        case archived
        /// 410 and 451: gone for good.
        case gone
        /// 5xx: GitHub's own trouble.
        case server
        /// No answer: unreachable, connection lost, TLS.
        case transport
        /// No answer because of the proxy in between: it cannot be reached, or opened no connection.
        case proxy
        /// No complete answer within the deadline.
        case timedOut
        /// An answer larger than the limit.
        case tooLarge
        /// A success whose body is not what GitHub documents, or a redirect elsewhere.
        case invalidAnswer
        /// Not sent: a value cannot stand in a path.
        case invalidRequest
        /// Any other status.
        case other
    }

    /// What was wrong with a field, where GitHub says.
    public struct Detail: Sendable, Hashable, Codable {
        public let resource: String?
        public let field: String?
        public let code: String?
        public let message: String?
    }

    public let code: Code
    /// HTTP status; `nil` when there was no answer.
    public let status: Int?
    public let method: String
    /// Path without query.
    public let path: String
    /// GitHub's own words, or the transport's.
    public let message: String?
    public let details: [Detail]
    /// The change may have happened although no success was seen: look before repeating.
    public let outcomeUnknown: Bool
    /// Not to be called before this time.
    public let retryNotBefore: Date?

    init(
        code: Code, status: Int? = nil, request: APIRequest, message: String? = nil, details: [Detail] = [],
        outcomeUnknown: Bool = false, retryNotBefore: Date? = nil
    ) {
        self.code = code
        self.status = status
        self.method = request.method.rawValue
        self.path = request.path.path
        self.message = message
        self.details = details
        self.outcomeUnknown = outcomeUnknown
        self.retryNotBefore = retryNotBefore
    }
}

extension GitHubError {
    /// The same, with another time before which it is of no use to call again.
    init(_ error: GitHubError, retryNotBefore: Date) {
        code = error.code
        status = error.status
        method = error.method
        path = error.path
        message = error.message
        details = error.details
        outcomeUnknown = error.outcomeUnknown
        self.retryNotBefore = retryNotBefore
    }

    /// Whether the same call can succeed later without anybody mending anything.
    public var isRetryable: Bool {
        switch code {
        case .rateLimited, .conflict, .emptyRepository, .server, .transport, .proxy, .timedOut: true
        case .notFound, .forbidden, .unauthorized, .suspended, .unprocessable, .notFastForward, .alreadyExists, .gone,
            .archived,
            .tooLarge, .invalidAnswer, .invalidRequest, .other:
            false
        }
    }

    /// How long to wait from `now`, in seconds; `nil` when GitHub did not say.
    public func retryAfter(now: Date) -> TimeInterval? {
        retryNotBefore.map { max($0.timeIntervalSince(now), 0) }
    }

    /// Whether GitHub refused for lack of a right, so that repeating is of no use until somebody grants it.
    public var isPermissionRefusal: Bool {
        switch code {
        case .forbidden, .suspended, .unauthorized: true
        default: false
        }
    }
}
