import Foundation
import GRDB

extension Transaction {
    /// Forgets a part of the audit's lines from before `end`. Both lines of a run that goes on longer than that go at their
    /// own time.
    /// - Returns: how many.
    public func forgetAudit(before end: Date, limit: Int) throws -> Int {
        guard try db.exists("SELECT 1 FROM audit WHERE time < ? LIMIT 1", [end.milliseconds]) else { return 0 }
        try db.perform("UPDATE auditForgotten SET before = MAX(before, ?)", [end.milliseconds])
        try db.perform(
            "DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE time < ? ORDER BY time LIMIT ?)",
            [end.milliseconds, limit])
        return db.changesCount
    }
}
