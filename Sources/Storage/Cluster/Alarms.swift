import Foundation
import GRDB

/// What was warned of, inside one transaction.
public struct Alarms {
    let db: GRDB.Database

    public func find(_ name: String) throws -> AlarmRecord? {
        try AlarmRecord.fetchOne(db, key: name)
    }

    public func save(_ alarm: AlarmRecord) throws {
        try alarm.upsert(db)
    }

    /// Those that nobody was told of yet.
    public func untold() throws -> [AlarmRecord] {
        try AlarmRecord.filter(Column("isTold") == false).order(Column("since")).fetchAll(db)
    }
}

/// A warning about the cluster as a whole, or its end.
public struct AlarmRecord: StoredRecord, Sendable, Equatable {
    public static let databaseTableName = "alarm"

    public var name: String
    public var since: Date
    public var message: String
    public var isOver: Bool
    public var isTold: Bool

    public init(name: String, since: Date, message: String, isOver: Bool = false, isTold: Bool = false) {
        self.name = name
        self.since = since
        self.message = message
        self.isOver = isOver
        self.isTold = isTold
    }
}
