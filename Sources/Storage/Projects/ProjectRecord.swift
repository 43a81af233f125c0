import Foundation
import GRDB

/// A repository under Slipway's care.
public struct ProjectRecord: StoredRecord, Identifiable, Sendable, Equatable {
    public static let databaseTableName = "project"

    /// UUIDv5 of `<GitHub host>/repositories/<numeric id>`, lower case.
    public var id: String
    /// GitHub's numeric id of the repository; survives renames and transfers.
    public var repository: Int64
    public var owner: String
    public var ownerID: Int64
    public var name: String
    public var isPrivate: Bool
    /// The App installation that sees the repository; nil with a static token.
    public var installation: Int64?
    /// The tracked branch.
    public var branch: String
    public var template: String
    public var state: ProjectState
    /// Why the project is degraded or failed.
    public var reason: String?
    /// What went wrong in the set-up as a whole.
    public var trouble: Trouble?
    public var scaffoldSHA: String?
    /// Files of the template that the repository already had; they were not changed.
    public var withheldFiles: [String]
    /// The image as the manifests and the build name it, without a tag: from the name that the repository had when it
    /// was set up. Nil in records of versions that did not keep it.
    public var image: String?
    /// The topics of the repository at its set-up. Nil in records of versions that did not keep them.
    public var topics: [String]?
    /// Since when people have it that nothing is put back in the cluster; nil: it is.
    public var paused: Date?
    /// When the repository was deleted on GitHub.
    public var gone: Date?
    /// Why GitHub does not let Slipway see the repository: the App was removed or suspended.
    public var unseen: String?
    public var created: Date
    public var updated: Date

    public var fullName: String { "\(owner)/\(name)" }

    public init(
        id: String, repository: Int64, owner: String, ownerID: Int64, name: String, isPrivate: Bool,
        installation: Int64? = nil, branch: String, template: String, state: ProjectState = .settingUp,
        reason: String? = nil, trouble: Trouble? = nil, scaffoldSHA: String? = nil, withheldFiles: [String] = [],
        image: String? = nil, topics: [String]? = nil, paused: Date? = nil, gone: Date? = nil, unseen: String? = nil,
        created: Date,
        updated: Date? = nil
    ) {
        self.id = id
        self.repository = repository
        self.owner = owner
        self.ownerID = ownerID
        self.name = name
        self.isPrivate = isPrivate
        self.installation = installation
        self.branch = branch
        self.template = template
        self.state = state
        self.reason = reason
        self.trouble = trouble
        self.scaffoldSHA = scaffoldSHA
        self.withheldFiles = withheldFiles
        self.image = image
        self.topics = topics
        self.paused = paused
        self.gone = gone
        self.unseen = unseen
        self.created = created
        self.updated = updated ?? created
    }
}
