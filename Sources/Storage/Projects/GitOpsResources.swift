import Foundation
import GRDB

/// The namespaces and Flux objects inside one transaction.
public struct GitOpsResources {
    let db: GRDB.Database

    /// Stores a resource, new or known.
    public func save(_ resource: GitOpsResourceRecord) throws {
        try db.perform(
            Self.saving,
            [
                resource.project, resource.environment.rawValue, resource.kind.rawValue, resource.name,
                resource.namespace, resource.status.rawValue, resource.isProcessed, resource.reason, resource.message,
                resource.revision, resource.since.milliseconds, resource.failing?.milliseconds,
                resource.isSuspendedBySlipway, resource.updated.milliseconds,
            ])
    }

    /// Tens of thousands are stored after a start: compiled once.
    private static let saving = """
        INSERT INTO gitopsResource (project, environment, kind, name, namespace, status, isProcessed, reason, message,
        revision, since, failing, isSuspendedBySlipway, updated) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET name = excluded.name, namespace = excluded.namespace, status = excluded.status,
        isProcessed = excluded.isProcessed, reason = excluded.reason, message = excluded.message,
        revision = excluded.revision, since = excluded.since, failing = excluded.failing,
        isSuspendedBySlipway = excluded.isSuspendedBySlipway, updated = excluded.updated
        """

    /// The resources of a project, by environment and kind.
    public func all(of project: String) throws -> [GitOpsResourceRecord] {
        try GitOpsResourceRecord.filter(Column("project") == project).fetchAll(db)
            .sorted { ($0.environment, $0.kind.rawValue) < ($1.environment, $1.kind.rawValue) }
    }

    /// All resources of one kind.
    public func all(_ kind: GitOpsResourceRecord.Kind) throws -> [GitOpsResourceRecord] {
        try GitOpsResourceRecord.filter(Column("kind") == kind.rawValue).fetchAll(db)
    }

    /// The resources of one kind that are not ready, in all projects.
    public func unready(_ kind: GitOpsResourceRecord.Kind) throws -> [GitOpsResourceRecord] {
        try GitOpsResourceRecord
            .filter(Column("kind") == kind.rawValue && Column("status") != GitOpsResourceRecord.Status.ready.rawValue)
            .fetchAll(db)
    }

    public func find(
        _ project: String, _ environment: EnvironmentName, _ kind: GitOpsResourceRecord.Kind
    ) throws -> GitOpsResourceRecord? {
        try db.first(
            "SELECT * FROM gitopsResource WHERE project = ? AND environment = ? AND kind = ?",
            [project, environment.rawValue, kind.rawValue])
    }

    /// Sources that have not been ready since that time or longer, the longest first, and do not rest yet. Those that
    /// may not rest (paused, leaving) are left out: they would stand in the way of the others for ever.
    public func failingSources(since limit: Date, count: Int) throws -> [GitOpsResourceRecord] {
        try GitOpsResourceRecord.fetchAll(
            db,
            sql: """
                \(Self.sourcesWithoutRest) AND gitopsResource.failing <= ?
                AND gitopsResource.status IN ('failed', 'pending') ORDER BY gitopsResource.failing LIMIT ?
                """, arguments: [limit.milliseconds, count])
    }

    /// Sources that Slipway suspended and knows nothing of any more, such as after the restore of an older backup:
    /// nobody would resume them. Those that are to be left alone are left out.
    public func forgottenSuspensions(count: Int) throws -> [GitOpsResourceRecord] {
        try GitOpsResourceRecord.fetchAll(
            db,
            sql: """
                \(Self.sourcesWithoutRest) AND gitopsResource.status = 'suspended'
                AND gitopsResource.isSuspendedBySlipway = 1 ORDER BY gitopsResource.since LIMIT ?
                """, arguments: [count])
    }

    private static let sourcesWithoutRest = """
        SELECT gitopsResource.* FROM gitopsResource
        JOIN project ON project.id = gitopsResource.project
        JOIN environment ON environment.project = gitopsResource.project
        AND environment.name = gitopsResource.environment
        LEFT JOIN sourceRest ON sourceRest.project = gitopsResource.project
        AND sourceRest.environment = gitopsResource.environment
        WHERE gitopsResource.kind = 'GitRepository' AND sourceRest.project IS NULL
        AND project.state <> 'archived' AND project.paused IS NULL AND environment.paused IS NULL
        AND NOT EXISTS (SELECT 1 FROM archival WHERE archival.project = project.id AND begun IS NOT NULL)
        """

    /// How many resources of each kind are in each status.
    public func counts() throws -> [(kind: GitOpsResourceRecord.Kind, status: GitOpsResourceRecord.Status, count: Int)]
    {
        try Row.fetchAll(db, sql: "SELECT kind, status, COUNT(*) AS number FROM gitopsResource GROUP BY kind, status")
            .compactMap { row in
                guard let kind = GitOpsResourceRecord.Kind(rawValue: row["kind"]),
                    let status = GitOpsResourceRecord.Status(rawValue: row["status"])
                else { return nil }
                return (kind, status, row["number"])
            }
    }

    /// The sources of projects that are not archived. Those that a person suspended are left out: Flux does not try
    /// them, and nobody expects it to.
    /// - Parameters:
    ///   - failing: only those are counted as failing that have been since then or longer.
    ///   - limit: those that Flux has not looked at since then or longer are counted as unprocessed.
    public func sourceCounts(failingSince failing: Date, unprocessedSince limit: Date) throws -> SourceCounts {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT COUNT(*) AS total,
                COALESCE(SUM(IIF(status = 'suspended', sourceRest.failing, gitopsResource.failing) <= ?), 0) AS failing,
                COALESCE(SUM(isProcessed = 0 AND status = 'pending' AND gitopsResource.since <= ?), 0) AS unprocessed,
                COUNT(sourceRest.project) AS resting
                FROM gitopsResource JOIN project ON project.id = gitopsResource.project
                LEFT JOIN sourceRest USING (project, environment)
                WHERE kind = 'GitRepository' AND project.state <> 'archived'
                AND (status <> 'suspended' OR sourceRest.project IS NOT NULL)
                """, arguments: [failing.milliseconds, limit.milliseconds])
        return SourceCounts(
            total: row?["total"] ?? 0, failing: row?["failing"] ?? 0, resting: row?["resting"] ?? 0,
            unprocessed: row?["unprocessed"] ?? 0)
    }
}

/// How Flux's sources are, taken together.
public struct SourceCounts: Sendable, Equatable {
    public var total: Int
    /// Not fetched since they failed, whether they rest or not.
    public var failing: Int
    /// Of these, those that Slipway keeps suspended.
    public var resting: Int
    /// Not looked at for long.
    public var unprocessed: Int

    public init(total: Int, failing: Int, resting: Int = 0, unprocessed: Int = 0) {
        self.total = total
        self.failing = failing
        self.resting = resting
        self.unprocessed = unprocessed
    }
}
