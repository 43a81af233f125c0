import Foundation
import GRDB

/// A namespace or Flux object that Slipway keeps for an environment, and how it was last seen.
public struct GitOpsResourceRecord: StoredRecord, Sendable, Equatable {
    public static let databaseTableName = "gitopsResource"

    public enum Kind: String, Codable, Sendable, CaseIterable {
        case namespace = "Namespace"
        case gitRepository = "GitRepository"
        case kustomization = "Kustomization"
    }

    public enum Status: String, Codable, Sendable, CaseIterable {
        case pending, ready, failed, suspended, missing
    }

    public var project: String
    public var environment: EnvironmentName
    public var kind: Kind
    public var name: String
    public var namespace: String
    public var status: Status
    /// False as long as Flux has not looked at the object, or at its latest change.
    public var isProcessed: Bool
    /// In one word, such as `GitOperationFailed`.
    public var reason: String?
    public var message: String?
    public var revision: String?
    /// Since when the status is what it is.
    public var since: Date
    /// When it failed first since it was ready last. Attempts in between do not change it.
    public var failing: Date?
    /// Whether it is Slipway, and nobody else, that has it suspended.
    public var isSuspendedBySlipway: Bool
    public var updated: Date

    public init(
        project: String, environment: EnvironmentName, kind: Kind, name: String, namespace: String,
        status: Status = .pending, isProcessed: Bool = true, reason: String? = nil, message: String? = nil,
        revision: String? = nil, since: Date? = nil, failing: Date? = nil, isSuspendedBySlipway: Bool = false,
        updated: Date
    ) {
        self.project = project
        self.environment = environment
        self.kind = kind
        self.name = name
        self.namespace = namespace
        self.status = status
        self.isProcessed = isProcessed
        self.reason = reason
        self.message = message
        self.revision = revision
        self.since = since ?? updated
        self.failing = failing
        self.isSuspendedBySlipway = isSuspendedBySlipway
        self.updated = updated
    }
}

extension GitOpsResourceRecord {
    /// Read column by column: tens of thousands are read after a start, and `Codable` takes several times as long.
    public init(row: Row) throws {
        guard let environment = EnvironmentName(rawValue: row["environment"]), let kind = Kind(rawValue: row["kind"]),
            let status = Status(rawValue: row["status"])
        else { throw StorageError(.unusable, "A row of gitopsResource holds a word that is not known.") }
        self.init(
            project: row["project"], environment: environment, kind: kind, name: row["name"],
            namespace: row["namespace"], status: status, isProcessed: row["isProcessed"], reason: row["reason"],
            message: row["message"], revision: row["revision"], since: Date(milliseconds: row["since"]),
            failing: (row["failing"] as Int64?).map(Date.init(milliseconds:)),
            isSuspendedBySlipway: row["isSuspendedBySlipway"], updated: Date(milliseconds: row["updated"]))
    }
}
