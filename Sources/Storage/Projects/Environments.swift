import Foundation
import GRDB

/// The environments inside one transaction.
public struct Environments {
    let db: GRDB.Database

    /// The environments of a project in the order a release visits them.
    public func all(of project: String) throws -> [EnvironmentRecord] {
        try EnvironmentRecord.filter(Column("project") == project).fetchAll(db).sorted { $0.name < $1.name }
    }

    public func find(_ project: String, _ name: EnvironmentName) throws -> EnvironmentRecord? {
        try EnvironmentRecord.fetchOne(
            db.cachedStatement(sql: "SELECT * FROM environment WHERE project = ? AND name = ?"),
            arguments: [project, name.rawValue])
    }

    /// Changes an environment.
    /// - Throws: `notFound`.
    @discardableResult
    public func update(
        _ project: String, _ name: EnvironmentName, at now: Date, _ change: (inout EnvironmentRecord) -> Void
    ) throws -> EnvironmentRecord {
        guard var environment = try find(project, name) else {
            throw StorageError.notFound("environment \(name.rawValue) of project \(project)")
        }
        change(&environment)
        environment.updated = now
        try environment.update(db)
        return environment
    }
}
