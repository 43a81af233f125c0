import Foundation
import GRDB

extension Runs {
    /// Claims runs that are due: at most one per project, none of a project that has one executing, oldest first
    /// within a project, projects served longest ago first.
    ///
    /// Costs the same however many runs wait: it looks at the projects whose turn it is, not at the runs.
    public func claim(owner: String, limit: Int, leaseUntil: Date, now: Date) throws -> [RunRecord] {
        let projects = try String.fetchAll(db, sql: Self.nextLanes, arguments: [now.milliseconds, limit])
        return try projects.compactMap { project in
            let oldest = try Int64.fetchOne(db, sql: Self.oldestDue, arguments: [project, now.milliseconds])
            guard let id = oldest, try mayExecute(id, in: project) else { return nil }
            try db.perform(Self.lease, [owner, leaseUntil.milliseconds, now.milliseconds, id])
            try db.perform(Self.serve, [project])
            return try require(id)
        }
    }

    /// Runs that may have killed the process before execute one at a time. One that has to wait for another loses its turn.
    private func mayExecute(_ id: Int64, in project: String) throws -> Bool {
        guard try require(id).deaths >= RunRecord.suspicion, try db.exists(Self.executingSuspect, []) else {
            return true
        }
        try db.perform(Self.serve, [project])
        return false
    }

    private static let executingSuspect =
        "SELECT 1 FROM run WHERE state = 'running' AND deaths >= \(RunRecord.suspicion)"

    static let nextLanes = "SELECT project FROM lane WHERE open <= ? ORDER BY served, open LIMIT ?"

    static let oldestDue = """
        SELECT MIN(id) FROM run INDEXED BY runOpen WHERE project = ? AND state IN ('queued', 'waiting') AND due <= ?
        """

    private static let lease = """
        UPDATE run SET state = 'running', attempts = attempts + 1, fence = fence + 1, isWoken = 0, waitsFor = NULL,
        leaseOwner = ?, leaseUntil = ?, started = COALESCE(started, ?) WHERE id = ?
        """

    private static let serve = """
        INSERT INTO lane (project, served) SELECT ?, (SELECT COALESCE(MAX(served), 0) + 1 FROM lane) WHERE true
        ON CONFLICT (project) DO UPDATE SET served = excluded.served
        """

    /// Prolongs the leases of claims that still hold and returns those.
    public func renew(_ claims: [RunClaim], leaseUntil: Date) throws -> [RunClaim] {
        try claims.filter { claim in
            try db.perform(
                """
                UPDATE run SET leaseUntil = ?
                WHERE id = ? AND state = 'running' AND leaseOwner = ? AND fence = ?
                """, [leaseUntil.milliseconds, claim.run, claim.owner, claim.fence])
            return db.changesCount == 1
        }
    }

    /// Puts runs whose lease has expired back into the queue: their worker is gone. Returns how many.
    /// - Parameter claims: those of workers that are known to live: they could only not prolong their leases, and will.
    @discardableResult
    public func takeOverExpired(now: Date, except claims: [RunClaim] = []) throws -> Int {
        let living = try JSONText.encode(claims.map(\.run))
        try db.perform(
            """
            \(Self.requeue) WHERE state = 'running' AND leaseUntil <= ?
            AND id NOT IN (SELECT value FROM json_each(?))
            """, [now.milliseconds, now.milliseconds, living])
        return db.changesCount
    }

    /// Puts every executing run back into the queue. Only for the one serving process, at its start.
    @discardableResult
    public func takeOverAll(now: Date) throws -> Int {
        try db.perform("\(Self.requeue) WHERE state = 'running'", [now.milliseconds])
        return db.changesCount
    }

    private static let requeue = """
        UPDATE run SET state = 'queued', due = ?, leaseOwner = NULL, leaseUntil = NULL, deaths = deaths + 1
        """

    /// When the next run that could be claimed becomes due, or the next lease of another owner expires; later than `now`.
    public func nextDue(after now: Date, owner: String) throws -> Date? {
        let next = try Int64.fetchOne(
            db,
            sql: """
                SELECT MIN(at) FROM (
                SELECT MIN(open) AS at FROM lane WHERE open > ?
                UNION ALL
                SELECT MIN(leaseUntil) FROM run WHERE state = 'running' AND leaseOwner <> ?)
                """, arguments: [now.milliseconds, owner])
        return next.map(Date.init(milliseconds:))
    }

    /// Makes the waiting runs that listen to one of the keys due at once; one that is executing will not go to sleep
    /// before it has looked again. Returns how many were reached.
    @discardableResult
    public func wake(_ keys: Set<String>, at now: Date) throws -> Int {
        var reached = 0
        for key in keys {
            let listeners = try Int64.fetchAll(
                db.cachedStatement(sql: "SELECT DISTINCT run FROM wakeKey WHERE key = ?"), arguments: [key])
            for run in listeners {
                try db.perform(Self.wakeRun, [now.milliseconds, run])
                reached += db.changesCount
            }
        }
        return reached
    }

    /// Whether any run listens to one of the keys.
    public func hasListeners(_ keys: Set<String>) throws -> Bool {
        guard try db.exists("SELECT 1 FROM wakeKey LIMIT 1", []) else { return false }
        return try keys.contains { key in
            try db.exists("SELECT 1 FROM wakeKey WHERE key = ? LIMIT 1", [key])
        }
    }

    /// The keys with this beginning that runs listen to.
    public func wakeKeys(beginningWith beginning: String) throws -> Set<String> {
        try Set(
            String.fetchAll(
                db.cachedStatement(sql: "SELECT DISTINCT key FROM wakeKey WHERE key >= ? AND key < ?"),
                arguments: [beginning, beginning + "\u{10FFFF}"]))
    }

    private static let wakeRun = """
        UPDATE run SET isWoken = (state = 'running'), due = CASE state WHEN 'waiting' THEN MIN(due, ?) ELSE due END
        WHERE id = ? AND state IN ('running', 'waiting')
        """
}
