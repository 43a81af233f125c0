import Foundation
import GRDB

/// The last rotation of the encryption key that was asked for: the only row of its table.
public struct KeyRotationRecord: StoredRecord, Sendable, Equatable {
    public static let databaseTableName = "keyRotation"

    var id: Int = 1
    public var asked: Date
    /// The id of the key that seals from then on; nil until it is on the disk.
    public var key: String?
    /// Values sealed anew so far.
    public var resealed: Int
    /// Values that no key opens; Slipway gets those tokens anew.
    public var unopened: Int
    public var finished: Date?
    /// Why it does not go on.
    public var failure: String?
}

/// The rotation inside one transaction.
public struct KeyRotations {
    let db: GRDB.Database

    public func find() throws -> KeyRotationRecord? {
        try KeyRotationRecord.fetchOne(db, key: 1)
    }

    /// One that has not ended goes on.
    public func ask(at now: Date) throws {
        if let known = try find(), known.finished == nil { return }
        try KeyRotationRecord(asked: now, resealed: 0, unopened: 0).upsert(db)
    }

    func change(_ body: (inout KeyRotationRecord) -> Void) throws {
        guard var record = try find() else { throw StorageError.notFound("rotation") }
        body(&record)
        try record.update(db)
    }
}
