import Foundation
import GRDB

/// The repositories that the sweep has seen, inside one transaction. It decides about each of them once.
public struct SeenRepositories {
    let db: GRDB.Database

    /// - Parameter reason: why it is left alone; nil when it is set up.
    public func record(_ repository: Int64, name: String, reason: String?, at now: Date) throws {
        try db.perform(
            "INSERT OR IGNORE INTO seenRepository (repository, name, seen, reason) VALUES (?, ?, ?, ?)",
            [repository, name, now.milliseconds, reason])
    }

    /// The name that a repository had when it was seen.
    public func name(of repository: Int64) throws -> String? {
        try String.fetchOne(db, sql: "SELECT name FROM seenRepository WHERE repository = ?", arguments: [repository])
    }

    /// The ids of all.
    public func ids() throws -> Set<Int64> {
        try Int64.fetchSet(db, sql: "SELECT repository FROM seenRepository")
    }
}
