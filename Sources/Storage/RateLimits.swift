import Foundation
import GRDB

/// Until when GitHub must not be called, by account and in GitHub's time, inside one transaction.
public struct RateLimits {
    let db: GRDB.Database

    public func save(_ account: String, until: Date) throws {
        try db.perform(
            "INSERT INTO rateLimit (account, until) VALUES (?, ?) ON CONFLICT DO UPDATE SET until = excluded.until",
            [account, until.milliseconds])
    }

    /// The last of each account, whether it has passed or not: by whose clock, the caller has to know.
    public func all() throws -> [String: Date] {
        let rows = try Row.fetchAll(db, sql: "SELECT account, until FROM rateLimit")
        return Dictionary(uniqueKeysWithValues: rows.map { ($0["account"], Date(milliseconds: $0["until"])) })
    }
}
