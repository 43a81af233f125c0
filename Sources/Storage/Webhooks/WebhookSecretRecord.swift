import Foundation
import GRDB

/// A webhook secret that the service accepts.
public struct WebhookSecretRecord: StoredRecord, Sendable, Equatable {
    public static let databaseTableName = "webhookSecret"

    /// Its file, or the key of the configuration that holds it.
    public var place: String
    /// When that was written, in nanoseconds since 1970; 0 for one that is in no file.
    public var written: Int64
    /// When the service took it.
    public var accepted: Date
    /// When a delivery was last verified with it; nil: none was yet.
    public var verified: Date?

    public init(place: String, written: Int64, accepted: Date, verified: Date? = nil) {
        self.place = place
        self.written = written
        self.accepted = accepted
        self.verified = verified
    }
}

/// The webhook secrets inside one transaction.
public struct WebhookSecretRecords {
    let db: GRDB.Database

    public func all() throws -> [WebhookSecretRecord] {
        try WebhookSecretRecord.order(Column("place")).fetchAll(db)
    }

    /// The secret of a file as it was written then; nil while the service does not accept it.
    public func find(_ place: String, written: Int64) throws -> WebhookSecretRecord? {
        try WebhookSecretRecord.fetchOne(db, key: place).flatMap { $0.written == written ? $0 : nil }
    }

    /// These, and no others, are accepted.
    public func replace(with records: [WebhookSecretRecord]) throws {
        try WebhookSecretRecord.deleteAll(db)
        for record in records { try record.insert(db) }
    }
}
