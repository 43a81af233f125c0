import Foundation
import GRDB

/// The runs inside one transaction.
public struct Runs {
    let db: GRDB.Database
    var author = AuditAuthor.itself

    var audit: AuditLog { AuditLog(db: db, author: author) }

    /// Stores a run, due at once unless it says when, unless one with its key exists or did.
    @discardableResult
    public func enqueue(_ new: NewRun, at now: Date) throws -> Enqueued {
        if let ended = try former(key: new.key) { return .former(ended: ended) }
        try db.perform(
            Self.insert,
            [
                new.automation, new.key, new.project, new.input, new.delivery, new.waitsFor,
                (new.due ?? now).milliseconds, now.milliseconds,
            ])
        if db.changesCount == 1 {
            let run = try require(db.lastInsertedRowID)
            try audit.asked(run, new.action, repository: new.repository, at: now)
            return .new(run)
        }
        guard let known = try find(key: new.key) else { throw StorageError.notFound("run \(new.key)") }
        return .known(known)
    }

    /// When the run with this key ended that was forgotten since.
    func former(key: String) throws -> Date? {
        let ended = try Int64.fetchOne(
            db, sql: "SELECT finished FROM formerRun WHERE keyHash = ?", arguments: [FormerRun.hash(key)])
        return ended.map(Date.init(milliseconds:))
    }

    /// What this key stands for was done by a run with another one: none is made for it any more.
    public func remember(key: String, at now: Date) throws {
        try db.perform(
            "INSERT OR IGNORE INTO formerRun (keyHash, finished) VALUES (?, ?)",
            [FormerRun.hash(key), now.milliseconds])
    }

    /// Whether a run with this key exists, or existed.
    public func isKnown(key: String) throws -> Bool {
        try find(key: key) != nil || former(key: key) != nil
    }

    private static let insert = """
        INSERT INTO run (automation, key, project, input, delivery, waitsFor, state, due, created)
        VALUES (?, ?, ?, ?, ?, ?, 'queued', ?, ?) ON CONFLICT (key) DO NOTHING
        """

    public func find(_ id: Int64) throws -> RunRecord? {
        try db.first("SELECT * FROM run WHERE id = ?", [id])
    }

    public func find(key: String) throws -> RunRecord? {
        try db.first("SELECT * FROM run WHERE key = ?", [key])
    }

    /// The runs of a project, newest first.
    public func list(project: String, limit: Int) throws -> [RunRecord] {
        try RunRecord.filter(Column("project") == project).order(Column("id").desc).limit(limit).fetchAll(db)
    }

    /// The runs of a project that are queued, running or waiting, oldest first.
    public func unfinished(project: String, automation: String? = nil) throws -> [RunRecord] {
        var request = RunRecord.filter(sql: "state IN ('queued', 'running', 'waiting')")
            .filter(Column("project") == project)
        if let automation { request = request.filter(Column("automation") == automation) }
        return try request.order(Column("id")).fetchAll(db)
    }

    /// How many runs have not ended whose key begins like this.
    public func unfinishedCount(keyPrefix: String) throws -> Int {
        try Int.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT COUNT(*) FROM run WHERE key >= ? AND key < ? AND state IN ('queued', 'running', 'waiting')
                    """),
            arguments: [keyPrefix, keyPrefix + "\u{10FFFF}"]) ?? 0
    }

    /// How many runs of an automation execute or are due. Those that wait for a time to come do not count.
    public func dueCount(automation: String, at now: Date) throws -> Int {
        try Int.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT (SELECT COUNT(*) FROM run WHERE state = 'running' AND automation = ?)
                    + (SELECT COUNT(*) FROM run WHERE state IN ('queued', 'waiting') AND due <= ? AND automation = ?)
                    """),
            arguments: [automation, now.milliseconds, automation]) ?? 0
    }

    /// The journal of a run, in order of start.
    public func steps(of run: Int64) throws -> [StepRecord] {
        try db.all("SELECT * FROM step WHERE run = ? ORDER BY rowid", [run])
    }

    /// How many runs are in each state.
    public func counts() throws -> [RunState: Int] {
        let rows = try Row.fetchAll(db, sql: "SELECT state, COUNT(*) AS number FROM run GROUP BY state")
        return Dictionary(
            uniqueKeysWithValues: rows.compactMap { row in
                RunState(rawValue: row["state"]).map { ($0, row["number"]) }
            })
    }

    /// Ends a run that need not go on. One that is executing loses its lease with it.
    /// - Throws: `notFound`; `illegalTransition` when it has finished already or `state` is not one of
    ///   `superseded` and `cancelled`.
    public func end(_ id: Int64, _ state: RunState, reason: String, at now: Date) throws {
        let run = try require(id)
        guard !run.state.isFinished, state == .superseded || state == .cancelled else {
            throw StorageError.illegalTransition("Run \(id)", from: run.state.rawValue, to: state.rawValue)
        }
        try db.perform(
            """
            UPDATE run SET state = ?, outcome = ?, finished = ?, waitsFor = NULL, leaseOwner = NULL,
            leaseUntil = NULL WHERE id = ?
            """, [state.rawValue, reason, now.milliseconds, id])
        try forgetWakeKeys(of: id)
        try audit.ended(run, state, reason: reason, isByItself: false, at: now)
    }

    /// Puts a run that has failed back into the queue: the steps that failed are executed again, the others stay as they
    /// are. Any other run is left alone.
    public func tryAgain(_ id: Int64, at now: Date) throws {
        let run = try require(id)
        guard run.state == .failed else { return }
        try db.perform(
            "DELETE FROM step WHERE run = ? AND (failure IS NOT NULL OR name = ? OR name LIKE ?)",
            [id, StepRecord.whyItFailed, "\(StepRecord.whyItFailed)/%"])
        try db.perform(
            "UPDATE run SET state = 'queued', due = ?, finished = NULL, outcome = NULL, deaths = 0 WHERE id = ?",
            [now.milliseconds, id])
        try audit.asked(run, AuditAction(automation: run.automation), repository: nil, at: now)
    }

    func require(_ id: Int64) throws -> RunRecord {
        guard let run = try find(id) else { throw StorageError.notFound("run \(id)") }
        return run
    }

    func forgetWakeKeys(of run: Int64) throws {
        try db.perform("DELETE FROM wakeKey WHERE run = ?", [run])
    }
}
