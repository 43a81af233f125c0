import Foundation
import GRDB

/// The Flux objects inside one transaction.
public struct GitOpsResources {
    let db: GRDB.Database

    /// Stores a resource, new or known.
    public func save(_ resource: GitOpsResourceRecord) throws {
        try resource.upsert(db)
    }

    /// The resources of a project, by environment, GitRepository first.
    public func all(of project: String) throws -> [GitOpsResourceRecord] {
        try GitOpsResourceRecord.filter(Column("project") == project).fetchAll(db)
            .sorted { ($0.environment, $0.kind.rawValue) < ($1.environment, $1.kind.rawValue) }
    }

    /// The resources of one kind that are not ready, in all projects.
    public func unready(_ kind: GitOpsResourceRecord.Kind) throws -> [GitOpsResourceRecord] {
        try GitOpsResourceRecord
            .filter(Column("kind") == kind.rawValue && Column("status") != GitOpsResourceRecord.Status.ready.rawValue)
            .fetchAll(db)
    }

    /// Who a resource in the cluster belongs to.
    public func find(
        _ kind: GitOpsResourceRecord.Kind, namespace: String, name: String
    ) throws -> GitOpsResourceRecord? {
        try GitOpsResourceRecord
            .filter(Column("kind") == kind.rawValue && Column("namespace") == namespace && Column("name") == name)
            .fetchOne(db)
    }
}
