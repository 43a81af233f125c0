import Foundation
import GRDB

/// How far a sweep has come.
public struct SweepRecord: StoredRecord, Sendable, Equatable {
    public static let databaseTableName = "sweep"

    public var name: String
    /// When it was first begun.
    public var began: Date
    /// Everything up to this moment, by GitHub's clock, has been looked at.
    public var covered: Date?
    /// When it last ended well.
    public var succeeded: Date?
    /// How often in a row it has failed since then.
    public var failures: Int
    /// Why it failed last.
    public var failure: String?
}

/// The sweeps inside one transaction.
public struct Sweeps {
    let db: GRDB.Database

    /// The record of a sweep; made when there is none yet.
    public func begin(_ name: String, at now: Date) throws -> SweepRecord {
        if let known = try find(name) { return known }
        let new = SweepRecord(name: name, began: now, covered: nil, succeeded: nil, failures: 0, failure: nil)
        try new.insert(db)
        return new
    }

    /// Everything up to `date` was looked at and recorded.
    public func cover(_ name: String, upTo date: Date) throws {
        guard try find(name)?.covered.map({ date > $0 }) ?? true else { return }
        try change(name) { $0.covered = date }
    }

    /// The time is kept to ten minutes: a sweep that finds nothing need not write.
    public func succeed(_ name: String, at now: Date) throws {
        if let known = try find(name), known.failures == 0, let last = known.succeeded,
            (0..<600).contains(now.timeIntervalSince(last))
        {
            return
        }
        try change(name) { ($0.succeeded, $0.failures, $0.failure) = (now, 0, nil) }
    }

    /// - Returns: how often in a row it has failed.
    @discardableResult
    public func fail(_ name: String, reason: String) throws -> Int {
        try change(name) { ($0.failures, $0.failure) = ($0.failures + 1, reason) }
        return try find(name)?.failures ?? 0
    }

    public func find(_ name: String) throws -> SweepRecord? {
        try SweepRecord.fetchOne(db, key: name)
    }

    /// Forgets those whose name begins so.
    public func forget(prefix: String) throws {
        try SweepRecord.filter(Column("name").like(prefix + "%")).deleteAll(db)
    }

    public func all() throws -> [SweepRecord] {
        try SweepRecord.order(Column("name")).fetchAll(db)
    }

    private func change(_ name: String, _ body: (inout SweepRecord) -> Void) throws {
        guard var sweep = try find(name) else { throw StorageError.notFound("sweep \(name)") }
        body(&sweep)
        try sweep.update(db)
    }
}
