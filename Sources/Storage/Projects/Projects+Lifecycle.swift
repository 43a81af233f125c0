import Foundation
import GRDB

extension Projects {
    /// Those that an installation of the App saw last.
    public func all(installation: Int64) throws -> [ProjectRecord] {
        try ProjectRecord.filter(Column("installation") == installation).fetchAll(db)
    }

    /// Projects whose set-up failed before `date`, and whose record has not changed since.
    public func failed(before date: Date) throws -> [ProjectRecord] {
        try ProjectRecord
            .filter(Column("state") == ProjectState.failed.rawValue && Column("updated") <= date.milliseconds)
            .fetchAll(db)
    }

    /// Projects whose repository was deleted before `date`.
    public func gone(before date: Date) throws -> [ProjectRecord] {
        try ProjectRecord.filter(Column("gone") <= date.milliseconds).fetchAll(db)
    }
}

extension Runs {
    /// When a run of one of these automations was last enqueued for a project.
    public func lastCreated(project: String, automations: [String]) throws -> Date? {
        try RunRecord.filter(Column("project") == project && automations.contains(Column("automation")))
            .order(Column("id").desc).fetchOne(db)?.created
    }
}

extension GitOpsResources {
    /// Forgets what a project had.
    public func forget(_ project: String) throws {
        try db.perform("DELETE FROM gitopsResource WHERE project = ?", [project])
    }
}

extension Credentials {
    /// Forgets the credential of a project.
    public func forget(_ project: String) throws {
        try db.perform("DELETE FROM gitCredential WHERE project = ?", [project])
    }
}

extension Initialisation {
    /// Forgets the stages of a project: its set-up begins anew.
    public func forget(_ project: String) throws {
        try db.perform("DELETE FROM initialisationStep WHERE project = ?", [project])
    }
}
