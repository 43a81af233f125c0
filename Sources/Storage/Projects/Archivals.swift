import Foundation
import GRDB

/// The ways out of the cluster inside one transaction.
public struct Archivals {
    let db: GRDB.Database

    public func find(_ project: String) throws -> ArchivalRecord? {
        try db.first("SELECT * FROM archival WHERE project = ?", [project])
    }

    public func save(_ archival: ArchivalRecord) throws {
        try archival.upsert(db)
    }

    /// The project stays, or comes back.
    public func end(_ project: String) throws {
        try db.perform("DELETE FROM archival WHERE project = ?", [project])
    }

    /// Those whose removal has begun and not ended.
    public func underWay() throws -> [ArchivalRecord] {
        try ArchivalRecord.filter(Column("begun") != nil && Column("removed") == nil).fetchAll(db)
    }

    /// How many are in each phase.
    public func counts() throws -> [ArchivalRecord.Phase: Int] {
        let all = try ArchivalRecord.fetchAll(db)
        return Dictionary(grouping: all, by: \.phase).mapValues(\.count)
    }
}
