import Foundation
import GRDB

/// What a backup holds.
public struct BackupReport: Sendable, Equatable {
    public var projects: Int
    public var deliveries: Int
    /// Runs that go on where they were when it is put back.
    public var unfinishedRuns: Int
    /// When the last delivery in it arrived.
    public var lastDelivery: Date?
    /// Tokens in it, sealed with the encryption key.
    public var tokens: Int
    /// Bytes.
    public var size: Int64

    init(_ db: GRDB.Database, size: Int64) throws {
        func count(_ rows: String) throws -> Int {
            try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM \(rows)") ?? 0
        }
        projects = try count("project")
        deliveries = try count("delivery")
        unfinishedRuns = try count("run WHERE finished IS NULL")
        tokens = try count("gitCredential WHERE sealed IS NOT NULL")
        lastDelivery = try Int64.fetchOne(db, sql: "SELECT MAX(received) FROM delivery").map(Date.init(milliseconds:))
        self.size = size
    }
}
