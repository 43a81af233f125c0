import Foundation
import GRDB

extension Transaction {
    /// Forgets a part of what ended before `end`: deliveries, runs with their journals, and what was said on GitHub.
    ///
    /// Never what has not ended, nor a delivery one of whose runs has not. Of a run its key stays known, so that it is
    /// never made again; of a comment, which one it is. Projects, releases and pushes stay: comments are made of them.
    /// - Parameters:
    ///   - limit: how many of each kind at most.
    ///   - bytes: how much of bodies at most, but one in any case: a transaction keeps deliveries waiting.
    public func forget(endedBefore end: Date, limit: Int, bytes: Int = 4 << 20) throws -> Forgotten {
        Forgotten(
            deliveries: try forgetDeliveries(end, limit, bytes), runs: try forgetRuns(end, limit),
            outbox: try forgetSaid(end, limit))
    }

    private func forgetDeliveries(_ end: Date, _ limit: Int, _ bytes: Int) throws -> Int {
        let old = try Row.fetchAll(
            db,
            sql: """
                SELECT delivery.id, COALESCE(length(body), 0) AS bytes FROM delivery
                LEFT JOIN deliveryBody ON deliveryBody.delivery = delivery.id
                WHERE finished < ? AND NOT EXISTS (SELECT 1 FROM deliveryRun JOIN run ON run.id = deliveryRun.run
                WHERE deliveryRun.delivery = delivery.id AND run.finished IS NULL)
                ORDER BY finished LIMIT ?
                """, arguments: [end.milliseconds, limit])
        var forgotten = 0
        var room = bytes
        for row in old where room > 0 {
            try db.perform("DELETE FROM delivery WHERE id = ?", [row["id"] as Int64])
            forgotten += 1
            room -= row["bytes"]
        }
        return forgotten
    }

    private func forgetRuns(_ end: Date, _ limit: Int) throws -> Int {
        let old = try Row.fetchAll(
            db, sql: "SELECT id, key, finished FROM run WHERE finished < ? ORDER BY finished LIMIT ?",
            arguments: [end.milliseconds, limit])
        for row in old {
            try db.perform(
                "INSERT OR REPLACE INTO formerRun (keyHash, finished) VALUES (?, ?)",
                [FormerRun.hash(row["key"]), row["finished"] as Int64])
            try db.perform("DELETE FROM run WHERE id = ?", [row["id"] as Int64])
        }
        return old.count
    }

    /// A status or deployment that is said again later is looked for on GitHub first; a deployment stays as long as
    /// something is to be said under it.
    private func forgetSaid(_ end: Date, _ limit: Int) throws -> Int {
        let old = """
            SELECT key FROM outbox WHERE state <> 'pending' AND payload <> '{}' AND updated < ?
            AND NOT EXISTS (SELECT 1 FROM outbox AS open WHERE open.project = outbox.project AND open.sha = outbox.sha
            AND open.state = 'pending') ORDER BY updated LIMIT ?
            """
        let keys = try String.fetchAll(db, sql: old, arguments: [end.milliseconds, limit])
        for key in keys {
            try db.perform("UPDATE outbox SET payload = '{}' WHERE key = ? AND kind = 'comment'", [key])
            try db.perform("DELETE FROM outbox WHERE key = ? AND kind <> 'comment'", [key])
        }
        return keys.count
    }
}
