import GRDB

/// The pushes seen, inside one transaction.
public struct Pushes {
    let db: GRDB.Database

    /// Remembers a push; the same one again is not stored twice.
    public func record(_ push: PushRecord) throws {
        try push.insert(db, onConflict: .ignore)
    }

    /// The push seen last on a branch.
    public func latest(project: String, ref: String) throws -> PushRecord? {
        try db.first("\(Self.select) AND ref = ? \(Self.latest)", [project, ref])
    }

    /// The latest push that made `sha` the head of a branch.
    public func find(project: String, ref: String, sha: String) throws -> PushRecord? {
        try db.first("\(Self.select) AND ref = ? AND after = ? \(Self.latest)", [project, ref, sha])
    }

    /// The latest push that made `sha` the head of any branch.
    public func find(project: String, sha: String) throws -> PushRecord? {
        try db.first("\(Self.select) AND after = ? \(Self.latest)", [project, sha])
    }

    private static let select = "SELECT * FROM push WHERE project = ?"
    private static let latest = "ORDER BY time DESC, rowid DESC LIMIT 1"

    /// Whether `sha` became the head of the branch after `other` did: by the chain of pushes, else by their times.
    /// Nil when that cannot be told from the pushes seen.
    public func isNewer(_ sha: String, than other: String, project: String, ref: String) throws -> Bool? {
        if sha == other { return false }
        let follows = try descends(sha, from: other, project: project, ref: ref)
        let precedes = try descends(other, from: sha, project: project, ref: ref)
        if follows != precedes { return follows }
        guard let mine = try find(project: project, ref: ref, sha: sha),
            let theirs = try find(project: project, ref: ref, sha: other), mine.time != theirs.time
        else { return nil }
        return mine.time > theirs.time
    }

    private func descends(_ sha: String, from ancestor: String, project: String, ref: String) throws -> Bool {
        let hit = try Bool.fetchOne(
            db,
            sql: """
                WITH RECURSIVE earlier (sha) AS (
                SELECT before FROM push WHERE project = :project AND ref = :ref AND after = :sha
                UNION
                SELECT push.before FROM push JOIN earlier ON push.after = earlier.sha
                WHERE project = :project AND ref = :ref)
                SELECT 1 FROM earlier WHERE sha = :ancestor LIMIT 1
                """, arguments: ["project": project, "ref": ref, "sha": sha, "ancestor": ancestor])
        return hit == true
    }
}
