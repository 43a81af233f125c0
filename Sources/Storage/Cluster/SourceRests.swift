import Foundation
import GRDB

/// The sources that Slipway keeps suspended because they keep failing, inside one transaction.
public struct SourceRests {
    let db: GRDB.Database

    public func find(_ project: String, _ environment: EnvironmentName) throws -> SourceRestRecord? {
        try db.first(
            "SELECT * FROM sourceRest WHERE project = ? AND environment = ?", [project, environment.rawValue])
    }

    public func all(of project: String) throws -> [SourceRestRecord] {
        try db.all("SELECT * FROM sourceRest WHERE project = ?", [project])
    }

    public func save(_ rest: SourceRestRecord) throws {
        try rest.upsert(db)
    }

    public func end(_ project: String, _ environment: EnvironmentName) throws {
        try db.perform(
            "DELETE FROM sourceRest WHERE project = ? AND environment = ?", [project, environment.rawValue])
    }

    /// How many are being tried at present.
    public func probingCount() throws -> Int {
        try SourceRestRecord.filter(Column("probing") != nil).fetchCount(db)
    }

    /// Those whose time has not come although their source is not suspended: somebody else let Flux go on with it.
    public func resumedByOthers(at now: Date) throws -> [SourceRestRecord] {
        try SourceRestRecord.fetchAll(
            db,
            sql: """
                SELECT sourceRest.* FROM sourceRest JOIN gitopsResource USING (project, environment)
                WHERE kind = 'GitRepository' AND status NOT IN ('suspended', 'missing')
                AND probing IS NULL AND nextProbe > ?
                """, arguments: [now.milliseconds])
    }

    /// How many could be tried, and are not.
    public func overdueCount(at now: Date) throws -> Int {
        let sql = "SELECT COUNT(*) \(Self.untried) AND sourceRest.nextProbe <= ?"
        return try Int.fetchOne(db, sql: sql, arguments: [now.milliseconds]) ?? 0
    }

    /// Those that could be tried, the longest first.
    public func overdue(_ count: Int, at now: Date) throws -> [SourceRestRecord] {
        try next(count).filter { $0.nextProbe <= now }
    }

    /// Those that are tried next.
    public func next(_ count: Int) throws -> [SourceRestRecord] {
        try SourceRestRecord.fetchAll(
            db, sql: "SELECT sourceRest.* \(Self.untried) ORDER BY sourceRest.nextProbe LIMIT ?", arguments: [count])
    }

    /// Of those that are paused none is tried.
    private static let untried = """
        FROM sourceRest JOIN project ON project.id = sourceRest.project
        JOIN environment ON environment.project = sourceRest.project AND environment.name = sourceRest.environment
        WHERE sourceRest.probing IS NULL AND project.paused IS NULL AND environment.paused IS NULL
        """
}

/// A source that Slipway suspended because it kept failing.
public struct SourceRestRecord: StoredRecord, Sendable, Equatable {
    public static let databaseTableName = "sourceRest"

    public var project: String
    public var environment: EnvironmentName
    /// Since when it has been failing.
    public var failing: Date
    /// What Flux said.
    public var message: String
    /// 1 for the first rest; each is longer than the one before.
    public var round: Int
    public var nextProbe: Date
    /// Since when Flux is trying it; nil while it is suspended.
    public var probing: Date?

    public init(
        project: String, environment: EnvironmentName, failing: Date, message: String, round: Int, nextProbe: Date,
        probing: Date? = nil
    ) {
        self.project = project
        self.environment = environment
        self.failing = failing
        self.message = message
        self.round = round
        self.nextProbe = nextProbe
        self.probing = probing
    }
}
