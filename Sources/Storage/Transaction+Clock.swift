import Foundation
import GRDB

extension Transaction {
    /// Records of a time that is yet to come were made when this machine's clock was ahead; what they wait for is moved
    /// back by as much.
    ///
    /// The other way round, an hour without a sign of life is one in which nobody looked, or none at all, by a clock that
    /// was put ahead: what was waited for gets the time that was left of its limit.
    /// - Returns: seconds that the clock was ahead; nil when it was not, or by less than a minute.
    @discardableResult
    public func mendTimes(now: Date) throws -> TimeInterval? {
        let latest = try Int64.fetchOne(
            db,
            sql: """
                SELECT MAX(time) FROM (
                    SELECT MAX(created) AS time FROM run UNION ALL SELECT MAX(started) FROM step
                    UNION ALL SELECT MAX(updated) FROM outbox UNION ALL SELECT MAX(received) FROM delivery)
                """)
        guard let latest else { return nil }
        let ahead = latest - now.milliseconds
        if -ahead > Self.longSilence {
            try db.execute(sql: Self.resuming, arguments: ["now": now.milliseconds, "silence": -ahead])
        }
        guard ahead > 60_000 else { return nil }
        for statement in Self.mending {
            try db.execute(sql: statement, arguments: ["now": now.milliseconds, "ahead": ahead])
        }
        return TimeInterval(ahead) / 1000
    }

    /// Ten minutes, in milliseconds; shorter ones are part of what a limit allows for.
    private static let longSilence: Int64 = 600_000

    private static let resuming = """
        UPDATE step SET deadline = deadline + :silence, started = MIN(started + :silence, :now) WHERE finished IS NULL
        """

    // What is over keeps its times, but none that is yet to come, so that they are mended once. Every statement uses both
    // arguments, as SQLite wants it.
    private static let mending = [
        """
        UPDATE run SET due = due - :ahead, created = MIN(created, :now), started = MIN(started, :now)
        WHERE state IN ('queued', 'waiting', 'running')
        """,
        "UPDATE run SET created = MIN(created, :now) WHERE created > :now AND :ahead > 0",
        """
        UPDATE step SET notBefore = notBefore - :ahead, deadline = deadline - :ahead, started = MIN(started, :now)
        WHERE finished IS NULL
        """,
        "UPDATE step SET started = MIN(started, :now) WHERE started > :now AND :ahead > 0",
        "UPDATE outbox SET nextAttempt = nextAttempt - :ahead WHERE state = 'pending' AND updated > :now - :ahead",
        "UPDATE outbox SET updated = MIN(updated, :now) WHERE updated > :now AND :ahead > 0",
        "UPDATE delivery SET received = MIN(received, :now) WHERE received > :now AND :ahead > 0",
    ]
}
