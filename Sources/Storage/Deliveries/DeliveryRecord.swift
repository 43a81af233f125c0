import Foundation
import GRDB

/// A recorded delivery, without its body.
public struct DeliveryRecord: StoredRecord, Sendable, Equatable {
    public static let databaseTableName = "delivery"

    /// Order of arrival.
    public var id: Int64
    public var guid: String
    /// `X-GitHub-Event`.
    public var event: String
    /// Known once the delivery was decoded, like the three that follow.
    public var action: String?
    public var repository: String?
    public var sender: String?
    public var installation: Int64?
    public var received: Date
    public var status: DeliveryStatus
    /// Why it was ignored, failed or could not be decoded.
    public var reason: String?
    /// When its present status was reached; nil while queued.
    public var finished: Date?
}

public enum DeliveryStatus: String, Codable, Sendable, CaseIterable {
    case queued, done, ignored, failed, undecodable
}

/// What a decoded delivery is about.
public struct DeliverySubject: Sendable, Equatable {
    public var action: String?
    public var repository: String?
    public var sender: String?
    public var installation: Int64?

    public init(action: String? = nil, repository: String? = nil, sender: String? = nil, installation: Int64? = nil) {
        self.action = action
        self.repository = repository
        self.sender = sender
        self.installation = installation
    }
}
