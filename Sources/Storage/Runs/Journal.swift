import Foundation
import GRDB

/// What a worker may write about the run it has claimed. Every method first checks the claim.
/// - Throws: `leaseLost` when somebody else claimed the run or it was ended.
public struct Journal {
    let db: GRDB.Database
    let claim: RunClaim
    var author = AuditAuthor.itself

    /// Checks that the claim still holds.
    public func check() throws {
        let holds = try db.exists(
            "SELECT 1 FROM run WHERE id = ? AND state = 'running' AND leaseOwner = ? AND fence = ?",
            [claim.run, claim.owner, claim.fence])
        guard holds else {
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
        let known: StepRecord? = try db.first("SELECT * FROM step WHERE run = ? AND name = ?", [claim.run, step.name])
        guard known?.finished == nil else {
            throw StorageError.illegalTransition("Step \(step.name)", from: "finished", to: "recorded again")
        }
        var step = step
        step.run = claim.run
        if known == nil { try step.insert(db) } else { try step.update(db) }
        guard step.finished != nil else { return }
        try forgetKeys(of: step.name)
        try db.perform("UPDATE run SET deaths = 0 WHERE id = ? AND deaths > 0", [claim.run])
    }

    /// Which wakes a step listens to from now on.
    public func listen(_ step: String, to keys: Set<String>) throws {
        try check()
        try forgetKeys(of: step)
        for key in keys.sorted() {
            try db.perform("INSERT INTO wakeKey (run, step, key) VALUES (?, ?, ?)", [claim.run, step, key])
        }
    }

    /// Gives the turn back until `due`, or until a wake. Returns when the run is due: `now` when a wake came meanwhile.
    @discardableResult
    public func suspend(until due: Date, waitsFor: String, now: Date) throws -> Date {
        try check()
        let isWoken = try Runs(db: db).require(claim.run).isWoken
        let due = isWoken ? now : due
        try db.perform(
            """
            UPDATE run SET state = 'waiting', due = ?, waitsFor = ?, leaseOwner = NULL, leaseUntil = NULL,
            isWoken = 0, deaths = 0 WHERE id = ?
            """, [due.milliseconds, waitsFor, claim.run])
        return due
    }

    /// Gives the turn back without having to wait, for example at shutdown.
    public func release(now: Date) throws {
        try check()
        try db.perform(
            "UPDATE run SET state = 'queued', due = ?, leaseOwner = NULL, leaseUntil = NULL WHERE id = ?",
            [now.milliseconds, claim.run])
    }

    /// Ends the run.
    /// - Throws: also `illegalTransition` when `state` is not a finished one.
    public func finish(_ state: RunState, outcome: String, now: Date) throws {
        try check()
        guard state.isFinished else {
            throw StorageError.illegalTransition("Run \(claim.run)", from: "running", to: state.rawValue)
        }
        try db.perform(
            """
            UPDATE run SET state = ?, outcome = ?, finished = ?, leaseOwner = NULL, leaseUntil = NULL WHERE id = ?
            """, [state.rawValue, outcome, now.milliseconds, claim.run])
        let runs = Runs(db: db, author: author)
        try runs.forgetWakeKeys(of: claim.run)
        try runs.audit.ended(try runs.require(claim.run), state, reason: outcome, isByItself: true, at: now)
    }

    private func forgetKeys(of step: String) throws {
        try db.perform("DELETE FROM wakeKey WHERE run = ? AND step = ?", [claim.run, step])
    }
}
