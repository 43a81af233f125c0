import Foundation
import GRDB

/// The projects inside one transaction.
public struct Projects {
    let db: GRDB.Database

    /// Stores a project that is not known yet and plans its environments; a known one is returned as it is.
    @discardableResult
    public func register(
        _ project: ProjectRecord, environments: [EnvironmentRecord]
    ) throws -> (project: ProjectRecord, isNew: Bool) {
        if let known = try find(repository: project.repository) { return (known, false) }
        try project.insert(db)
        for environment in environments { try environment.insert(db) }
        return (project, true)
    }

    public func find(_ id: String) throws -> ProjectRecord? {
        try db.first("SELECT * FROM project WHERE id = ?", [id])
    }

    public func find(repository: Int64) throws -> ProjectRecord? {
        try db.first("SELECT * FROM project WHERE repository = ?", [repository])
    }

    /// Looks a project up by `owner/name`, whatever its capitals. After a rename that GitHub has not told us about
    /// two projects can bear one name: the one changed last is returned.
    public func find(fullName: String) throws -> ProjectRecord? {
        let parts = fullName.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        return
            try ProjectRecord
            .filter(Column("owner").collating(.nocase) == String(parts[0]))
            .filter(Column("name").collating(.nocase) == String(parts[1]))
            .order(Column("updated").desc)
            .fetchOne(db)
    }

    /// All projects by full name.
    public func all() throws -> [ProjectRecord] {
        try ProjectRecord
            .order(Column("owner").collating(.nocase), Column("name").collating(.nocase))
            .fetchAll(db)
    }

    /// Of all projects only what tells which objects should be there.
    public func outlines() throws -> [(id: String, ownerID: Int64, state: ProjectState)] {
        try Row.fetchAll(db, sql: "SELECT id, ownerID, state FROM project").compactMap { row in
            ProjectState(rawValue: row["state"]).map { (row["id"], row["ownerID"], $0) }
        }
    }

    /// Changes a project.
    /// - Throws: `notFound`; `illegalTransition` when the state may not change that way.
    @discardableResult
    public func update(_ id: String, at now: Date, _ change: (inout ProjectRecord) -> Void) throws -> ProjectRecord {
        guard var project = try find(id) else { throw StorageError.notFound("project \(id)") }
        let before = project.state
        change(&project)
        guard before.canBecome(project.state) else {
            throw StorageError.illegalTransition(
                "Project \(project.fullName)", from: before.rawValue, to: project.state.rawValue)
        }
        project.updated = now
        try project.update(db)
        return project
    }
}
