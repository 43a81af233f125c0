/// Why a delivery is refused before its body is read.
public enum DeliveryRefusal: Error, Sendable, Equatable {
    case signature(WebhookSignature.Refusal)
    /// `X-GitHub-Event` is absent, given twice or no name.
    case noEvent
    /// `X-GitHub-Delivery` is absent, given twice or no GUID.
    case noDelivery
    /// A `Content-Encoding`: GitHub sends none.
    case encoded
    /// The hook sends forms instead of JSON.
    case formEncoded
    case tooLarge

    /// The HTTP status of the answer.
    public var status: Int {
        switch self {
        case .signature: 401
        case .noEvent, .noDelivery: 400
        case .encoded, .formEncoded: 415
        case .tooLarge: 413
        }
    }
}

extension DeliveryRefusal: CustomStringConvertible {
    public var description: String {
        switch self {
        case .signature(let refusal): refusal.description
        case .noEvent: "The request has no usable X-GitHub-Event header."
        case .noDelivery: "The request has no usable X-GitHub-Delivery header."
        case .encoded: "The body has a Content-Encoding. GitHub sends none: a proxy in between must not add one."
        case .formEncoded:
            "The webhook sends forms. Set its content type to application/json in its settings on GitHub."
        case .tooLarge: "The body is larger than 25 MiB, more than GitHub ever sends."
        }
    }
}
