/// What GitHub says about a delivery in its headers. None of it is signed.
public struct DeliveryHeaders: Sendable, Hashable, Codable {
    /// The most a body may weigh: GitHub sends no payload above 25 MB.
    public static let maximumBodyBytes = 25 * 1024 * 1024

    /// The delivery's GUID. A redelivery keeps it.
    public let guid: String
    /// The event's name, e.g. `workflow_run`.
    public let event: String
    /// The hook that sent it.
    public let hookID: String?
    /// `repository`, `organization` or `integration` (an App).
    public let targetType: String?
    public let targetID: String?

    public init(
        guid: String, event: String, hookID: String? = nil, targetType: String? = nil, targetID: String? = nil
    ) {
        self.guid = guid
        self.event = event
        self.hookID = hookID
        self.targetType = targetType
        self.targetID = targetID
    }

    /// Reads the headers and refuses, in this order, what must be refused before a body is read.
    /// - Parameter values: all values of a header; names are asked for in lower case.
    public static func read(
        _ values: (String) -> [String]
    ) throws(DeliveryRefusal) -> (headers: DeliveryHeaders, signature: WebhookSignature) {
        let signature: WebhookSignature
        do {
            signature = try WebhookSignature(headerValues: values(WebhookSignature.headerName))
        } catch {
            throw .signature(error)
        }
        let headers = DeliveryHeaders(
            guid: try word(values("x-github-delivery"), orElse: .noDelivery),
            event: try word(values("x-github-event"), orElse: .noEvent),
            hookID: values("x-github-hook-id").first,
            targetType: values("x-github-hook-installation-target-type").first,
            targetID: values("x-github-hook-installation-target-id").first)
        try refuseContent(values)
        return (headers, signature)
    }

    private static func refuseContent(_ values: (String) -> [String]) throws(DeliveryRefusal) {
        let encodings = values("content-encoding").filter { $0.lowercased() != "identity" }
        guard encodings.isEmpty else { throw .encoded }
        let type = values("content-type").first?.lowercased() ?? "application/json"
        guard !type.hasPrefix("application/x-www-form-urlencoded") else { throw .formEncoded }
        if let length = values("content-length").first.flatMap(Int.init), length > maximumBodyBytes {
            throw .tooLarge
        }
    }

    private static func word(_ values: [String], orElse refusal: DeliveryRefusal) throws(DeliveryRefusal) -> String {
        guard values.count == 1, let value = values.first, (1...100).contains(value.utf8.count) else { throw refusal }
        let allowed = value.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        guard allowed else { throw refusal }
        return value
    }
}
