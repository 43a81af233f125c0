import Foundation
import GRDB

/// One environment of a project: its namespace and what runs there.
public struct EnvironmentRecord: StoredRecord, Sendable, Equatable {
    public static let databaseTableName = "environment"

    public var project: String
    public var name: EnvironmentName
    public var namespace: String
    public var state: EnvironmentState
    /// What the state means here, for people.
    public var message: String?
    /// What went wrong, if anything did.
    public var trouble: Trouble?
    /// Tag of the image that runs.
    public var imageTag: String?
    /// Tag of the image that should run; part of the desired state, nil before the first release.
    public var desiredImageTag: String?
    public var address: String?
    /// Since when its namespace says that nothing is put back in it; nil: it is.
    public var paused: Date?
    /// The limits that were applied last, as JSON. Nil for those of versions whose limits could not be chosen.
    public var limits: String?
    public var updated: Date

    public init(
        project: String, name: EnvironmentName, namespace: String, state: EnvironmentState = .waiting,
        message: String? = nil, trouble: Trouble? = nil, imageTag: String? = nil, desiredImageTag: String? = nil,
        address: String? = nil, paused: Date? = nil, limits: String? = nil,
        updated: Date
    ) {
        self.project = project
        self.name = name
        self.namespace = namespace
        self.state = state
        self.message = message
        self.trouble = trouble
        self.imageTag = imageTag
        self.desiredImageTag = desiredImageTag
        self.address = address
        self.paused = paused
        self.limits = limits
        self.updated = updated
    }
}

/// The state of an environment, one for each sign that people see.
public enum EnvironmentState: String, Codable, Sendable, CaseIterable {
    case waiting, working, ready, degraded, failed, paused, archived
}
