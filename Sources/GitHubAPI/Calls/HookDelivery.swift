import Foundation

/// Whose deliveries: the App's, or those of a webhook.
public enum HookOwner: Sendable, Hashable {
    case app
    case organization(String, hook: Int64)
    case repository(RepositoryName, hook: Int64)

    var path: APIPath {
        switch self {
        case .app: "/app/hook/deliveries"
        case .organization(let login, let hook):
            "/orgs/\(login, as: "org")/hooks/\(hook, as: "hook_id")/deliveries"
        case .repository(let name, let hook): "/repos/\(name)/hooks/\(hook, as: "hook_id")/deliveries"
        }
    }
}

/// A delivery as GitHub remembers it.
public struct HookDelivery: Sendable, Hashable {
    /// Number of this attempt.
    public let id: Int64
    /// The same for every attempt.
    public let guid: String
    public let deliveredAt: Date
    public let isRedelivery: Bool
    /// HTTP status of the answer; 0 when there was none.
    public let statusCode: Int
    /// GitHub's words, e.g. `OK` or `timed out`.
    public let status: String
    public let event: String
    public let action: String?
    public let installationID: Int64?
    public let repositoryID: Int64?

    /// Whether it was answered with success.
    public var isOK: Bool { (200..<300).contains(statusCode) }
}

extension HookDelivery: Decodable {
    enum CodingKeys: String, CodingKey {
        case id, guid, status, event, action
        case deliveredAt = "delivered_at"
        case isRedelivery = "redelivery"
        case statusCode = "status_code"
        case installationID = "installation_id"
        case repositoryID = "repository_id"
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        id = try values.decode(Int64.self, forKey: .id)
        guid = try values.decode(String.self, forKey: .guid)
        deliveredAt = try values.decode(Timestamp.self, forKey: .deliveredAt).date
        isRedelivery = try values.decode(Bool.self, forKey: .isRedelivery)
        statusCode = try values.decode(Int.self, forKey: .statusCode)
        status = try values.decode(String.self, forKey: .status)
        event = try values.decode(String.self, forKey: .event)
        action = try values.decodeIfPresent(String.self, forKey: .action)
        installationID = try values.decodeIfPresent(Int64.self, forKey: .installationID)
        repositoryID = try values.decodeIfPresent(Int64.self, forKey: .repositoryID)
    }
}

/// Some deliveries, newest first, and where older ones are.
public struct HookDeliveryPage: Sendable, Hashable {
    public let deliveries: [HookDelivery]
    /// For the next call; `nil` at the end.
    public let nextCursor: String?
}
