import Foundation

/// Commits arrived at a branch or tag, or a branch or tag came or went.
public struct PushEvent: Sendable, Hashable, Codable {
    /// `refs/heads/main` or `refs/tags/v1`.
    public let ref: String
    /// The commit before; forty zeros when the ref is new.
    public let before: String
    /// The commit now; forty zeros when the ref was deleted.
    public let after: String
    public let isDeleted: Bool
    public let isCreated: Bool
    public let isForced: Bool
    /// `nil` when the ref was deleted.
    public let headCommit: PushedCommit?
    /// At most 2048 of the pushed commits, oldest first.
    public let commits: [PushedCommit]
    public let repository: Repository
    public let sender: Account?
    public let installationID: Int64?

    /// The branch's name, `nil` for a tag.
    public var branch: String? {
        ref.hasPrefix("refs/heads/") ? String(ref.dropFirst("refs/heads/".count)) : nil
    }

    /// The tag's name, `nil` for a branch.
    public var tag: String? {
        ref.hasPrefix("refs/tags/") ? String(ref.dropFirst("refs/tags/".count)) : nil
    }

    enum CodingKeys: String, CodingKey {
        case ref, before, after, commits, repository, sender, installation
        case isDeleted = "deleted"
        case isCreated = "created"
        case isForced = "forced"
        case headCommit = "head_commit"
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        ref = try values.decodeLine(forKey: .ref)
        before = try values.decodeSHA(forKey: .before)
        after = try values.decodeSHA(forKey: .after)
        isDeleted = try values.decode(Bool.self, forKey: .isDeleted)
        isCreated = try values.decode(Bool.self, forKey: .isCreated)
        isForced = try values.decode(Bool.self, forKey: .isForced)
        headCommit = try values.decodeIfPresent(PushedCommit.self, forKey: .headCommit)
        commits = try values.decodeIfPresent([PushedCommit].self, forKey: .commits) ?? []
        repository = try values.decode(Repository.self, forKey: .repository)
        sender = try values.decodeIfPresent(Account.self, forKey: .sender)
        installationID = try values.decodeIfPresent(InstallationID.self, forKey: .installation)?.id
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(ref, forKey: .ref)
        try values.encode(before, forKey: .before)
        try values.encode(after, forKey: .after)
        try values.encode(isDeleted, forKey: .isDeleted)
        try values.encode(isCreated, forKey: .isCreated)
        try values.encode(isForced, forKey: .isForced)
        try values.encodeIfPresent(headCommit, forKey: .headCommit)
        try values.encode(commits, forKey: .commits)
        try values.encode(repository, forKey: .repository)
        try values.encodeIfPresent(sender, forKey: .sender)
        try values.encodeIfPresent(installationID.map(InstallationID.init), forKey: .installation)
    }

    public init(
        ref: String, before: String, after: String, isDeleted: Bool = false, isCreated: Bool = false,
        isForced: Bool = false, headCommit: PushedCommit? = nil, commits: [PushedCommit] = [],
        repository: Repository, sender: Account? = nil, installationID: Int64? = nil
    ) {
        self.ref = ref
        self.before = before
        self.after = after
        self.isDeleted = isDeleted
        self.isCreated = isCreated
        self.isForced = isForced
        self.headCommit = headCommit
        self.commits = commits
        self.repository = repository
        self.sender = sender
        self.installationID = installationID
    }
}
