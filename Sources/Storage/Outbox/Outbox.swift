import Foundation
import GRDB

/// What must be said on GitHub, inside one transaction.
public struct Outbox {
    let db: GRDB.Database

    /// Says something, or says it differently. The same payload again changes nothing; a new one is due at once, also
    /// when an earlier version was refused.
    @discardableResult
    public func say(
        _ kind: OutboxRecord.Kind, key: String, project: String, sha: String, payload: some Encodable, at now: Date
    ) throws -> OutboxRecord {
        let payload = try JSONText.encode(payload)
        guard var record = try find(key) else {
            let record = OutboxRecord(
                key: key, kind: kind, project: project, sha: sha, payload: payload, version: 1, deliveredVersion: 0,
                remoteID: nil, state: .pending, attempts: 0, nextAttempt: now, lastError: nil, updated: now)
            try record.insert(db)
            return record
        }
        guard record.payload != payload else { return record }
        record.payload = payload
        record.version += 1
        record.makePending(at: now)
        try record.update(db)
        return record
    }

    public func find(_ key: String) throws -> OutboxRecord? {
        try db.first("SELECT * FROM outbox WHERE key = ?", [key])
    }

    /// Everything said about a project, or about one commit of it, latest change first.
    public func list(project: String, sha: String? = nil) throws -> [OutboxRecord] {
        var request = OutboxRecord.filter(Column("project") == project)
        if let sha { request = request.filter(Column("sha") == sha) }
        return try request.order(Column("updated").desc, Column("key")).fetchAll(db)
    }

    /// The commits of a project that have a status which says, or is to say, that something is to come.
    public func commitsWithPendingStatus(of project: String) throws -> [String] {
        try String.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT DISTINCT sha FROM outbox
                    WHERE project = ? AND kind = 'status' AND json_extract(payload, '$.state') = 'pending'
                    """), arguments: [project])
    }

    /// What GitHub refused for a reason that has passed is said once more, except what people took away.
    public func sayRefusedAgain(of project: String, at now: Date) throws {
        try db.perform(
            """
            UPDATE outbox SET state = 'pending', attempts = 0, nextAttempt = ?, updated = ?
            WHERE project = ? AND state = 'refused' AND lastError IS NOT ?
            """, [now.milliseconds, now.milliseconds, project, OutboxRecord.deletedByPeople])
    }

    /// What is to be said now, due longest first.
    public func nextDue(now: Date, limit: Int) throws -> [OutboxRecord] {
        try OutboxRecord.filter(sql: "state = 'pending'").filter(Column("nextAttempt") <= now.milliseconds)
            .order(Column("nextAttempt"), Column.rowID).limit(limit).fetchAll(db)
    }

    /// What is to be said now, at most one entry of each project: the one that is due longest. However much one project
    /// has to say, the others get their turn.
    public func nextTurns(now: Date, limit: Int) throws -> [OutboxRecord] {
        let firsts = try Int64.fetchAll(
            db.cachedStatement(sql: Self.firstOfEachProject), arguments: [now.milliseconds, limit])
        return try firsts.compactMap { try db.first("SELECT * FROM outbox WHERE rowid = ?", [$0]) }
    }

    private static let firstOfEachProject = """
        SELECT id FROM (
        SELECT rowid AS id, nextAttempt, ROW_NUMBER() OVER (PARTITION BY project ORDER BY nextAttempt, rowid) AS place
        FROM outbox WHERE state = 'pending' AND nextAttempt <= ?)
        WHERE place = 1 ORDER BY nextAttempt, id LIMIT ?
        """

    /// The keys of everything that is still to be said.
    public func pendingKeys() throws -> [String] {
        try String.fetchAll(db, sql: "SELECT key FROM outbox WHERE state = 'pending'")
    }

    /// When the next entry becomes due, later than `now`.
    public func nextAttempt(after now: Date) throws -> Date? {
        let next = try Int64.fetchOne(
            db.cachedStatement(
                sql: "SELECT MIN(nextAttempt) FROM outbox WHERE state = 'pending' AND nextAttempt > ?"),
            arguments: [now.milliseconds])
        return next.map(Date.init(milliseconds:))
    }

    /// GitHub has this version. An entry that changed meanwhile stays pending.
    public func delivered(_ key: String, version: Int, remoteID: Int64?, at now: Date) throws {
        try change(key) { record in
            record.deliveredVersion = max(record.deliveredVersion, version)
            record.remoteID = remoteID ?? record.remoteID
            if record.deliveredVersion >= record.version { record.state = .delivered }
            record.attempts = 0
            record.lastError = nil
            record.updated = now
        }
    }

    /// GitHub does not accept this version and will not. An entry that changed meanwhile stays pending.
    public func refused(_ key: String, version: Int, reason: String, at now: Date) throws {
        try change(key) { record in
            record.lastError = reason
            record.updated = now
            if record.version == version { record.state = .refused }
        }
    }

    /// Saying it failed; it is due again at `next`.
    public func retry(_ key: String, at next: Date, error: String, now: Date) throws {
        try change(key) { record in
            record.attempts += 1
            record.nextAttempt = next
            record.lastError = error
            record.updated = now
        }
    }

    private func change(_ key: String, _ change: (inout OutboxRecord) -> Void) throws {
        guard var record = try find(key) else { throw StorageError.notFound("outbox entry \(key)") }
        change(&record)
        try record.update(db)
    }
}

extension OutboxRecord {
    fileprivate mutating func makePending(at now: Date) {
        state = .pending
        attempts = 0
        nextAttempt = now
        lastError = nil
        updated = now
    }
}
