import Foundation

/// A registered webhook.
final class Hook {
    enum Target: Hashable, Sendable {
        case app
        case organization(String)
        case repository(Int)
    }

    let id: Int
    let target: Target
    var url: String
    var secret: String
    var events: Set<String>
    var isActive = true
    let createdAt: Date
    var deliveries: [HookDelivery] = []
    let queue: AsyncStream<Shipment>.Continuation

    init(
        id: Int, target: Target, url: String, secret: String, events: Set<String>, createdAt: Date,
        queue: AsyncStream<Shipment>.Continuation
    ) {
        self.id = id
        self.target = target
        self.url = url
        self.secret = secret
        self.events = events
        self.createdAt = createdAt
        self.queue = queue
    }

    func wants(_ event: String) -> Bool {
        if target == .app, ["installation", "installation_repositories", "ping"].contains(event) { return true }
        return isActive && (events.contains("*") || events.contains(event) || event == "ping")
    }
}

/// A delivery as GitHub remembers it.
public struct HookDelivery: Sendable, Hashable {
    public let id: Int
    /// The same for a redelivery.
    public internal(set) var guid: String
    public let event: String
    public let action: String?
    public let isRedelivery: Bool
    public let installationID: Int?
    public let repositoryID: Int?
    public let payload: Data
    /// When the answer was there, or the attempt given up; `nil` while it is on its way.
    public internal(set) var deliveredAt: Date?
    /// Seconds.
    public internal(set) var duration: Double = 0
    /// GitHub's words: `OK`, `Invalid HTTP Response: 503`, `timed out`, `failed to connect to host`.
    public internal(set) var status = "pending"
    /// 0 while it is on its way.
    public internal(set) var statusCode = 0
    public internal(set) var requestHeaders: [String: String] = [:]
    public internal(set) var responseBody = ""
}

/// A delivery on its way to a hook.
struct Shipment: Sendable {
    let hookID: Int
    let deliveryID: Int
    let fault: WebhookFault?
}

/// What goes wrong with a delivery.
public enum WebhookFault: Sendable, Hashable {
    /// It is recorded as failed to connect, and never sent.
    case drop
    /// Not even recorded: as if GitHub had never thought of it.
    case forget
    /// Sent twice, with the same GUID.
    case duplicate
    /// Sent after this time; later ones overtake it.
    case delay(Duration)
    /// The next delivery to the same hook goes first.
    case swapWithNext
    /// Sent so many times with the same GUID, each after another time up to this one.
    case scatter(times: Int, within: Duration)
}

/// A fault of deliveries with what is left of it.
struct ArmedWebhookFault {
    let fault: WebhookFault
    let event: String?
    var left: Int
    let label: String
}
