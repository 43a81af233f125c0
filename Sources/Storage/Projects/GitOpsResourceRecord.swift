import Foundation
import GRDB

/// A Flux object that Slipway keeps for an environment, and what Flux last said about it.
public struct GitOpsResourceRecord: StoredRecord, Sendable, Equatable {
    public static let databaseTableName = "gitopsResource"

    public enum Kind: String, Codable, Sendable, CaseIterable {
        case gitRepository = "GitRepository"
        case kustomization = "Kustomization"
    }

    public enum Status: String, Codable, Sendable, CaseIterable {
        case pending, ready, failed
    }

    public var project: String
    public var environment: EnvironmentName
    public var kind: Kind
    public var name: String
    public var namespace: String
    public var status: Status
    public var message: String?
    public var revision: String?
    public var updated: Date

    public init(
        project: String, environment: EnvironmentName, kind: Kind, name: String, namespace: String,
        status: Status = .pending, message: String? = nil, revision: String? = nil, updated: Date
    ) {
        self.project = project
        self.environment = environment
        self.kind = kind
        self.name = name
        self.namespace = namespace
        self.status = status
        self.message = message
        self.revision = revision
        self.updated = updated
    }
}
