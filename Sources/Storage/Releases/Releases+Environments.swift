import Foundation
import GRDB

extension Releases {
    /// A release in its environments, in the order it visits them.
    public func environments(of release: Int64) throws -> [ReleaseEnvironmentRecord] {
        let all: [ReleaseEnvironmentRecord] = try db.all(
            "SELECT * FROM releaseEnvironment WHERE release = ?", [release])
        return all.sorted { $0.environment < $1.environment }
    }

    public func environment(_ name: EnvironmentName, of release: Int64) throws -> ReleaseEnvironmentRecord? {
        try db.first(
            "SELECT * FROM releaseEnvironment WHERE release = ? AND environment = ?", [release, name.rawValue])
    }

    /// Changes a release in one environment.
    /// - Throws: `notFound`; `illegalTransition` when the state may not change that way.
    @discardableResult
    public func update(
        _ name: EnvironmentName, of release: Int64, at now: Date, _ change: (inout ReleaseEnvironmentRecord) -> Void
    ) throws -> ReleaseEnvironmentRecord {
        guard var row = try environment(name, of: release) else {
            throw StorageError.notFound("release \(release) in \(name.rawValue)")
        }
        let before = row.state
        change(&row)
        guard before.canBecome(row.state) else {
            throw StorageError.illegalTransition(
                "Release \(release) in \(name.rawValue)", from: before.rawValue, to: row.state.rawValue)
        }
        row.updated = now
        try row.update(db)
        return row
    }
}
