import Foundation
import GRDB

/// How often objects were put back, inside one transaction.
public struct Repairs {
    let db: GRDB.Database

    /// After this many seconds without a repair, an object is counted anew.
    public static let memory: TimeInterval = 2 * 3600

    /// How often an object was put back lately, and when last.
    public func find(_ object: String, _ environment: EnvironmentName, of project: String) throws -> RepairRecord? {
        try RepairRecord.fetchOne(
            db, key: ["project": project, "environment": environment.rawValue, "object": object])
    }

    /// Counts one more.
    public func count(_ object: String, _ environment: EnvironmentName, of project: String, at now: Date) throws {
        let known = try find(object, environment, of: project)
        let isRecent = known.map { now.timeIntervalSince($0.last) < Self.memory } ?? false
        try RepairRecord(
            project: project, environment: environment, object: object,
            count: isRecent ? (known?.count ?? 0) + 1 : 1, last: now
        ).upsert(db)
    }
}

/// How often an object was put back.
public struct RepairRecord: StoredRecord, Sendable, Equatable {
    public static let databaseTableName = "repair"

    public var project: String
    public var environment: EnvironmentName
    public var object: String
    /// In a row, without two hours of peace in between.
    public var count: Int
    public var last: Date
}
