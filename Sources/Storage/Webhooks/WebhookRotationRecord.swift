import Foundation
import GRDB

/// How far the last change of the webhook secret is: the only row of its table.
public struct WebhookRotationRecord: StoredRecord, Sendable, Equatable {
    public static let databaseTableName = "webhookRotation"

    var id: Int = 1
    public var began: Date
    /// When the file of the new secret was written, in nanoseconds since 1970: that is how it is known.
    public var written: Int64
    /// When GitHub was told the new secret.
    public var told: Date?
    /// When it was seen that a delivery was signed with it.
    public var verified: Date?
    public var finished: Date?

    public init(began: Date, written: Int64) {
        self.began = began
        self.written = written
    }
}

/// The change of the webhook secret inside one transaction.
public struct WebhookRotations {
    let db: GRDB.Database

    public func find() throws -> WebhookRotationRecord? {
        try WebhookRotationRecord.fetchOne(db, key: 1)
    }

    public func save(_ record: WebhookRotationRecord) throws {
        try record.upsert(db)
    }
}
