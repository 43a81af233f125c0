import Foundation
import GRDB

/// The size of the database on the disk.
public struct DatabaseSize: Sendable, Equatable {
    /// Bytes of the file.
    public var bytes: Int64
    /// Bytes of it that hold nothing at present.
    public var freeBytes: Int64
    /// Bytes of the write-ahead log beside it.
    public var logBytes: Int64
}

extension Database {
    /// Writes a mark, and reports an outage that came between two checks too.
    /// - Throws: what keeps the database from being written or read.
    public func check(at now: Date) async throws {
        do {
            try await write { tx in
                try tx.db.perform(
                    "INSERT INTO probe (id, at) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET at = excluded.at",
                    [now.milliseconds])
            }
        } catch {
            _ = takeOutage()
            throw error
        }
        if let outage = takeOutage() { throw outage }
    }

    public func size() async throws -> DatabaseSize {
        let file = self.file
        return try await read { tx in try DatabaseSize(tx.db, file: file) }
    }

    private var file: String { connection?.path ?? "" }
}

extension DatabaseSize {
    init(_ db: GRDB.Database, file: String) throws {
        let page = try Int64.fetchOne(db, sql: "PRAGMA page_size") ?? 0
        let pages = try Int64.fetchOne(db, sql: "PRAGMA page_count") ?? 0
        self.init(
            bytes: page * pages, freeBytes: page * Int64(try FreePages.count(db)),
            logBytes: (try? FileManager.default.attributesOfItem(atPath: "\(file)-wal")[.size] as? Int64) ?? 0)
    }
}
