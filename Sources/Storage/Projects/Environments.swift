import Foundation
import GRDB

/// The environments inside one transaction.
public struct Environments {
    let db: GRDB.Database

    /// The environments of a project in the order a release visits them.
    public func all(of project: String) throws -> [EnvironmentRecord] {
        let all: [EnvironmentRecord] = try db.all("SELECT * FROM environment WHERE project = ?", [project])
        return all.sorted { $0.name < $1.name }
    }

    public func find(_ project: String, _ name: EnvironmentName) throws -> EnvironmentRecord? {
        try db.first("SELECT * FROM environment WHERE project = ? AND name = ?", [project, name.rawValue])
    }

    /// The environments that have an image to run, by project.
    public func pinned() throws -> [String: Set<EnvironmentName>] {
        try Row.fetchAll(db, sql: "SELECT project, name FROM environment WHERE desiredImageTag IS NOT NULL")
            .reduce(into: [:]) { pinned, row in
                guard let name = EnvironmentName(rawValue: row["name"]) else { return }
                pinned[row["project"], default: []].insert(name)
            }
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
