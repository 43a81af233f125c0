/// GitHub tried the webhook out.
public struct PingEvent: Sendable, Hashable, Codable {
    public let hookID: Int64
    public let zen: String?

    public init(hookID: Int64, zen: String? = nil) {
        self.hookID = hookID
        self.zen = zen
    }

    enum CodingKeys: String, CodingKey {
        case hookID = "hook_id"
        case zen
    }
}
