import Foundation

/// A comment on a commit.
public struct CommitComment: Sendable, Hashable {
    public let id: Int
    public let commit: String
    public let author: String
    public internal(set) var body: String
    public let createdAt: Date
    public internal(set) var updatedAt: Date
    /// How often it was edited. Creating notifies people, editing does not.
    public internal(set) var edits: Int
}

/// A commit status.
public struct CommitStatus: Sendable, Hashable {
    public let id: Int
    public let commit: String
    public let state: String
    public let context: String
    public let description: String?
    public let targetURL: String?
    public let creator: String
    public let createdAt: Date
}

/// A deployment with its statuses, oldest first.
public struct Deployment: Sendable, Hashable {
    public let id: Int
    public let ref: String
    public let commit: String
    public let environment: String
    public let description: String?
    public let isProduction: Bool
    public let isTransient: Bool
    public let creator: String
    public let createdAt: Date
    public internal(set) var statuses: [DeploymentStatus] = []
}

/// One status of a deployment.
public struct DeploymentStatus: Sendable, Hashable {
    public let id: Int
    public let state: String
    public let description: String?
    public let environmentURL: String?
    public let logURL: String?
    public let creator: String
    public let createdAt: Date
}

/// A workflow run.
public struct Build: Sendable, Hashable {
    public let id: Int
    public let number: Int
    public internal(set) var attempt: Int
    public let commit: String
    public let branch: String
    /// What started it, such as `push`.
    public let event: String
    public let actor: String
    public internal(set) var plan: BuildPlan
    /// `queued`, `in_progress`, `completed`.
    public internal(set) var status: String
    public internal(set) var conclusion: String?
    public let createdAt: Date
    public internal(set) var startedAt: Date
    public internal(set) var updatedAt: Date
}

/// Something that changed, for counting.
public struct Effect: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable {
        case repositoryCreated, commitCreated, refCreated, refUpdated, refDeleted, commentCreated, commentUpdated,
            commentDeleted, statusCreated, deploymentCreated, deploymentStatusCreated, tokenIssued, imagePushed,
            buildStarted, buildCompleted, redeliveryRequested
    }

    public let kind: Kind
    /// The full name at that time; empty for what belongs to none.
    public let repository: String
    /// Its number, which no renaming changes; `nil` for what belongs to none.
    public let repositoryID: Int?
    /// The commit, ref, image … it is about.
    public let subject: String
    /// The word for the caller, as in `RecordedRequest.caller`; `control` for the control API.
    public let caller: String
    public let time: Date
}

/// The request cannot be met by the control API: there is no such repository, branch …
public struct ControlError: Error, CustomStringConvertible {
    public let description: String
}
