/// A request to the cluster that did not do what it should. No body of a Secret is ever part of it.
public struct KubernetesError: Error, Sendable, Hashable {
    /// What went wrong, as far as a program has to tell it apart.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// 404: the object, or the namespace it should be in, does not exist.
        case notFound
        /// 404 without an object: the API server does not know the type (a CRD is not installed).
        case resourceTypeMissing
        /// 403: this user may not do that, or an admission rule forbids it.
        case forbidden
        /// 401: the credential is missing, expired or wrong.
        case unauthorized
        /// 409: another field manager owns a field, or the object changed meanwhile.
        case conflict
        /// 400, 405, 406, 413, 415 and 422: the request is wrong and stays wrong.
        case invalid
        /// 403 from a ResourceQuota.
        case quotaExceeded
        /// 403: the namespace is being deleted; nothing new can be created in it.
        case namespaceTerminating
        /// 409 on a create.
        case alreadyExists
        /// 410: a resource version or continue token is too old; list again.
        case gone
        /// 429: the API server is overloaded.
        case tooManyRequests
        /// 500 that repeats for the same body: it does not match the type's schema.
        case typedPatch
        /// Another 5xx.
        case server
        /// 504, or no complete answer in time.
        case timeout
        /// No connection, or it broke.
        case transport
        /// The proxy in between cannot be reached, or opened no connection.
        case proxy
        /// An answer that could not be understood.
        case unreadable
        /// The credential could not be obtained (token file, exec plugin).
        case credential
    }

    /// One of the server's reasons, usually about one field.
    public struct Cause: Codable, Sendable, Hashable {
        public var reason: String?
        public var message: String?
        public var field: String?

        public init(reason: String? = nil, message: String? = nil, field: String? = nil) {
            self.reason = reason
            self.message = message
            self.field = field
        }
    }

    public let code: Code
    /// What was attempted.
    public let call: Call
    /// The HTTP status, if there was an answer.
    public let status: Int?
    /// The server's own word for it, such as `Forbidden`.
    public let reason: String?
    /// What the server said, or the connection's failure; bounded, one line.
    public let message: String
    public let causes: [Cause]
    /// How long the server asks to wait before the next attempt.
    public let retryAfter: Duration?
    /// True if a write may or may not have happened: read back, then apply again.
    public let outcomeUnknown: Bool
    /// What to do about it where more is known of that than ``code`` tells.
    public let hint: String?

    init(
        code: Code, call: Call, status: Int? = nil, reason: String? = nil, message: String, causes: [Cause] = [],
        retryAfter: Duration? = nil, outcomeUnknown: Bool = false, hint: String? = nil
    ) {
        self.code = code
        self.call = call
        self.status = status
        self.reason = reason
        self.message = Self.bounded(message)
        self.causes = causes
        self.retryAfter = retryAfter
        self.outcomeUnknown = outcomeUnknown
        self.hint = hint
    }

    /// One line of at most 2,000 characters.
    private static func bounded(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        return line.count <= 2000 ? line : line.prefix(1999) + "…"
    }

    /// Whether the same request can succeed later without anybody changing anything in it.
    public var isRetryable: Bool {
        switch code {
        case .tooManyRequests, .server, .timeout, .transport, .proxy, .unreadable, .credential, .namespaceTerminating:
            true
        case .unauthorized: false
        case .conflict:
            [.apply, .annotate].contains(call.verb) && causes.allSatisfy { $0.reason != "FieldManagerConflict" }
        default: false
        }
    }
}
