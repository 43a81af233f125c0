import Foundation
import GRDB

/// What a worker may write about the run it has claimed. Every method first checks the claim.
/// - Throws: `leaseLost` when somebody else claimed the run or it was ended.
public struct Journal {
    let db: GRDB.Database
    let claim: RunClaim

    /// Checks that the claim still holds.
    public func check() throws {
        let holds = try Bool.fetchOne(
            db, sql: "SELECT 1 FROM run WHERE id = ? AND state = 'running' AND leaseOwner = ? AND fence = ?",
            arguments: [claim.run, claim.owner, claim.fence])
        guard holds == true else {
            throw StorageError(
                .leaseLost, "Run \(claim.run) was taken over or ended; claim \(claim.fence) may not write any more.")
        }
    }

    /// What is recorded so far, in order of start.
    public func steps() throws -> [StepRecord] {
        try check()
        return try Runs(db: db).steps(of: claim.run)
    }

    /// Records a step: begun, tried in vain, or finished. A finished one is never changed again.
    public func record(_ step: StepRecord) throws {
        try check()
        let known = try StepRecord.fetchOne(db, key: ["run": claim.run, "name": step.name])
        guard known?.finished == nil else {
            throw StorageError.illegalTransition("Step \(step.name)", from: "finished", to: "recorded again")
        }
        var step = step
        step.run = claim.run
        if known == nil { try step.insert(db) } else { try step.update(db) }
        if step.finished != nil { try forgetKeys(of: step.name) }
    }

    /// Which wakes a step listens to from now on.
    public func listen(_ step: String, to keys: Set<String>) throws {
        try check()
        try forgetKeys(of: step)
        for key in keys.sorted() {
            try db.execute(
                sql: "INSERT INTO wakeKey (run, step, key) VALUES (?, ?, ?)", arguments: [claim.run, step, key])
        }
    }

    /// Gives the turn back until `due`, or until a wake. Returns when the run is due: `now` when a wake came meanwhile.
    @discardableResult
    public func suspend(until due: Date, waitsFor: String, now: Date) throws -> Date {
        try check()
        let isWoken = try Runs(db: db).require(claim.run).isWoken
        let due = isWoken ? now : due
        try db.execute(
            sql: """
                UPDATE run SET state = 'waiting', due = ?, waitsFor = ?, leaseOwner = NULL, leaseUntil = NULL,
                isWoken = 0 WHERE id = ?
                """, arguments: [due.milliseconds, waitsFor, claim.run])
        return due
    }

    /// Gives the turn back without having to wait, for example at shutdown.
    public func release(now: Date) throws {
        try check()
        try db.execute(
            sql: "UPDATE run SET state = 'queued', due = ?, leaseOwner = NULL, leaseUntil = NULL WHERE id = ?",
            arguments: [now.milliseconds, claim.run])
    }

    /// Ends the run.
    /// - Throws: also `illegalTransition` when `state` is not a finished one.
    public func finish(_ state: RunState, outcome: String, now: Date) throws {
        try check()
        guard state.isFinished else {
            throw StorageError.illegalTransition("Run \(claim.run)", from: "running", to: state.rawValue)
        }
        try db.execute(
            sql: """
                UPDATE run SET state = ?, outcome = ?, finished = ?, leaseOwner = NULL, leaseUntil = NULL WHERE id = ?
                """, arguments: [state.rawValue, outcome, now.milliseconds, claim.run])
        try Runs(db: db).forgetWakeKeys(of: claim.run)
    }

    private func forgetKeys(of step: String) throws {
        try db.execute(sql: "DELETE FROM wakeKey WHERE run = ? AND step = ?", arguments: [claim.run, step])
    }
}
