import Foundation
import GRDB

/// The deliveries that were lost on their way, inside one transaction.
public struct LostDeliveries {
    let db: GRDB.Database

    /// Takes note of a delivery that GitHub says failed. One that the delivery log has is not lost: its answer was.
    /// One that was given up stays so.
    /// - Returns: whether it was noted for the first time.
    @discardableResult
    public func note(_ failed: FailedDelivery, hook: String, at now: Date) throws -> Bool {
        if try db.exists("SELECT 1 FROM delivery WHERE guid = ?", [failed.guid]) { return false }
        guard var known = try find(failed.guid) else {
            try record(failed, hook: hook, at: now).insert(db)
            return true
        }
        guard known.state == .lost, failed.attempt > known.attempt else { return false }
        known.attempt = failed.attempt
        known.lastFailed = failed.lastFailed
        known.failure = failed.failure
        known.isUnanswered = failed.isUnanswered
        try known.update(db)
        return false
    }

    private func record(_ failed: FailedDelivery, hook: String, at now: Date) -> LostDeliveryRecord {
        LostDeliveryRecord(
            guid: failed.guid, hook: hook, attempt: failed.attempt, event: failed.event, action: failed.action,
            repository: failed.repository, failed: failed.failed, lastFailed: failed.lastFailed,
            failure: failed.failure, isUnanswered: failed.isUnanswered, requests: 0, requested: nil, due: now,
            state: .lost, reason: nil, ended: nil)
    }

    /// Marks those that have arrived in the meantime and returns them, oldest first.
    @discardableResult
    public func settle(at now: Date) throws -> [LostDeliveryRecord] {
        var arrived = try LostDeliveryRecord.filter(sql: "state = 'lost'")
            .filter(sql: "guid IN (SELECT guid FROM delivery)").order(Column("failed"), Column.rowID).fetchAll(db)
        for index in arrived.indices {
            arrived[index].state = .recovered
            arrived[index].ended = now
            try arrived[index].update(db)
        }
        return arrived
    }

    /// Records that GitHub is about to be asked to send it again.
    /// - Parameter due: when to ask again if it does not come.
    /// - Returns: false when that need not be: it has arrived, or is not waited for any more.
    public func request(_ guid: String, due: Date, at now: Date) throws -> Bool {
        guard var lost = try find(guid), lost.state == .lost,
            try !db.exists("SELECT 1 FROM delivery WHERE guid = ?", [guid])
        else { return false }
        lost.requests += 1
        lost.requested = now
        lost.due = due
        try lost.update(db)
        return true
    }

    /// The request that was recorded did not reach GitHub.
    public func withdrawRequest(_ guid: String, at now: Date) throws {
        guard var lost = try find(guid), lost.requests > 0 else { return }
        lost.requests -= 1
        lost.requested = lost.requests == 0 ? nil : lost.requested
        lost.due = now
        try lost.update(db)
    }

    public func giveUp(_ guid: String, reason: String, at now: Date) throws {
        guard var lost = try find(guid), lost.state == .lost else { return }
        lost.state = .givenUp
        lost.reason = reason
        lost.ended = now
        try lost.update(db)
    }

    public func find(_ guid: String) throws -> LostDeliveryRecord? {
        try LostDeliveryRecord.fetchOne(db, key: guid)
    }

    /// Those of a hook that are still waited for, oldest first.
    public func waiting(hook: String) throws -> [LostDeliveryRecord] {
        try LostDeliveryRecord.filter(sql: "state = 'lost'").filter(Column("hook") == hook)
            .order(Column("failed"), Column.rowID).fetchAll(db)
    }

    /// Those that did not arrive, newest first; what the delivery log has by now is left out.
    /// - Parameter last: where the list goes on: behind this one.
    public func list(
        event: String? = nil, after last: (failed: Date, guid: String)? = nil, limit: Int
    ) throws -> [LostDeliveryRecord] {
        var request = LostDeliveryRecord.filter(sql: "state <> 'recovered'")
            .filter(sql: "guid NOT IN (SELECT guid FROM delivery)")
        if let event { request = request.filter(Column("event") == event) }
        if let last {
            request = request.filter(
                sql: "(failed, guid) < (?, ?)", arguments: [last.failed.milliseconds, last.guid])
        }
        return try request.order(Column("failed").desc, Column("guid").desc).limit(limit).fetchAll(db)
    }

    /// How many are in each state.
    public func counts() throws -> [LostDeliveryState: Int] {
        let rows = try Row.fetchAll(db, sql: "SELECT state, COUNT(*) AS number FROM lostDelivery GROUP BY state")
        return Dictionary(
            uniqueKeysWithValues: rows.compactMap { row in
                LostDeliveryState(rawValue: row["state"]).map { ($0, row["number"]) }
            })
    }

    /// Forgets those that ended before this time.
    public func forget(endedBefore date: Date) throws {
        try db.perform("DELETE FROM lostDelivery WHERE ended < ?", [date.milliseconds])
    }
}
