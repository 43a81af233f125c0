import Foundation
import GRDB

/// Something that must still be said on GitHub, or was.
public struct OutboxRecord: StoredRecord, Sendable, Equatable {
    public static let databaseTableName = "outbox"

    public enum Kind: String, Codable, Sendable, CaseIterable {
        case comment, status, deployment, deploymentStatus
    }

    public enum State: String, Codable, Sendable, CaseIterable {
        case pending, delivered, refused
    }

    /// Names what is said, such as `comment:<project>:<sha>`; said again, it replaces what was said before.
    public var key: String
    public var kind: Kind
    public var project: String
    public var sha: String
    /// JSON.
    public var payload: String
    /// Raised whenever the payload changes.
    public var version: Int
    /// The version GitHub has; 0 before the first.
    public var deliveredVersion: Int
    /// GitHub's id of the comment or deployment, once known.
    public var remoteID: Int64?
    public var state: State
    /// Failed attempts since the last change or success.
    public var attempts: Int
    public var nextAttempt: Date
    public var lastError: String?
    public var updated: Date

    /// Why a comment is refused that is not on GitHub any more.
    public static let deletedByPeople = "Somebody deleted the comment on GitHub. It is not written again."

    /// Decodes the payload.
    public func payload<T: Decodable>(as type: T.Type) throws -> T {
        try JSONText.decode(type, from: payload)
    }
}
