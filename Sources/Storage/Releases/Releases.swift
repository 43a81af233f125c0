import Foundation
import GRDB

/// The releases inside one transaction.
public struct Releases {
    let db: GRDB.Database

    /// Stores what GitHub said about a build. The first report of a build makes the release, waiting in every
    /// environment; a report that arrives late never takes the build back.
    public func record(_ build: BuildReport, at now: Date) throws -> (release: ReleaseRecord, isNew: Bool) {
        guard let known = try find(project: build.project, buildRun: build.run, attempt: build.attempt) else {
            return (try insert(build, at: now), true)
        }
        guard build.state.progress >= known.buildState.progress else { return (known, false) }
        let release = try update(known.id) { release in
            release.buildState = build.state
            release.buildStarted = build.started ?? release.buildStarted
            release.buildFinished = build.finished ?? release.buildFinished
        }
        return (release, false)
    }

    public func find(_ id: Int64) throws -> ReleaseRecord? {
        try db.first("SELECT * FROM release WHERE id = ?", [id])
    }

    public func find(project: String, buildRun: Int64, attempt: Int) throws -> ReleaseRecord? {
        try ReleaseRecord
            .filter(Column("project") == project && Column("buildRun") == buildRun && Column("buildAttempt") == attempt)
            .fetchOne(db)
    }

    /// The releases of a commit, newest first.
    public func all(of project: String, sha: String) throws -> [ReleaseRecord] {
        try db.all("SELECT * FROM release WHERE project = ? AND sha = ? ORDER BY \(Self.newestFirst)", [project, sha])
    }

    /// The releases of a project, newest first.
    public func list(project: String, limit: Int) throws -> [ReleaseRecord] {
        try ReleaseRecord.filter(Column("project") == project).order(sql: Self.newestFirst).limit(limit).fetchAll(db)
    }

    /// As ``ReleaseRecord/isNewer(than:)`` compares.
    private static let newestFirst =
        "COALESCE(buildStarted, created) DESC, buildNumber DESC, buildAttempt DESC, id DESC"

    /// Changes a release.
    /// - Throws: `notFound`.
    @discardableResult
    public func update(_ id: Int64, _ change: (inout ReleaseRecord) -> Void) throws -> ReleaseRecord {
        guard var release = try find(id) else { throw StorageError.notFound("release \(id)") }
        change(&release)
        try release.update(db)
        return release
    }

    private func insert(_ build: BuildReport, at now: Date) throws -> ReleaseRecord {
        let next = try Int64.fetchOne(db, sql: "SELECT COALESCE(MAX(id), 0) + 1 FROM release") ?? 1
        let release = ReleaseRecord(
            id: next, project: build.project, sha: build.sha, ref: build.ref, buildRun: build.run,
            buildAttempt: build.attempt, buildNumber: build.number, buildName: build.name, buildURL: build.url,
            buildState: build.state, buildStarted: build.started, buildFinished: build.finished, failedJobs: [],
            subject: build.subject, previousSHA: build.previousSHA, created: now)
        try release.insert(db)
        for environment in EnvironmentName.allCases {
            try ReleaseEnvironmentRecord(
                release: next, environment: environment, state: .waiting, detail: nil, trouble: nil,
                previousImage: nil, started: nil, finished: nil, deployment: nil, updated: now
            ).insert(db)
        }
        return release
    }
}
