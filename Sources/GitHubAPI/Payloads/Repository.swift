/// A repository, as events and the API describe it.
public struct Repository: Sendable, Hashable, Codable {
    /// GitHub's number; stays the same through renames and transfers.
    public let id: Int64
    public let fullName: RepositoryName
    public let owner: Account
    public let defaultBranch: String
    public let isPrivate: Bool
    public let isFork: Bool
    public let isArchived: Bool
    public let isTemplate: Bool
    /// The address this repository mirrors; `nil` when it is no mirror.
    public let mirrorURL: String?
    public let topics: [String]
    /// Kilobytes, counted by GitHub with delay: 0 does not prove that the repository is empty.
    public let size: Int

    public init(
        id: Int64, fullName: RepositoryName, owner: Account, defaultBranch: String = "main", isPrivate: Bool = false,
        isFork: Bool = false, isArchived: Bool = false, isTemplate: Bool = false, mirrorURL: String? = nil,
        topics: [String] = [], size: Int = 0
    ) {
        self.id = id
        self.fullName = fullName
        self.owner = owner
        self.defaultBranch = defaultBranch
        self.isPrivate = isPrivate
        self.isFork = isFork
        self.isArchived = isArchived
        self.isTemplate = isTemplate
        self.mirrorURL = mirrorURL
        self.topics = topics
        self.size = size
    }

    enum CodingKeys: String, CodingKey {
        case id, owner, topics, size
        case fullName = "full_name"
        case defaultBranch = "default_branch"
        case isPrivate = "private"
        case isFork = "fork"
        case isArchived = "archived"
        case isTemplate = "is_template"
        case mirrorURL = "mirror_url"
    }

    // Older GitHub Enterprise Servers leave out `is_template` and `topics`.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        id = try values.decode(Int64.self, forKey: .id)
        fullName = try values.decode(RepositoryName.self, forKey: .fullName)
        owner = try values.decode(Account.self, forKey: .owner)
        defaultBranch = try values.decodeLine(forKey: .defaultBranch)
        isPrivate = try values.decode(Bool.self, forKey: .isPrivate)
        isFork = try values.decode(Bool.self, forKey: .isFork)
        isArchived = try values.decodeIfPresent(Bool.self, forKey: .isArchived) ?? false
        isTemplate = try values.decodeIfPresent(Bool.self, forKey: .isTemplate) ?? false
        mirrorURL = try values.decodeIfPresent(String.self, forKey: .mirrorURL)
        topics = try values.decodeIfPresent([String].self, forKey: .topics) ?? []
        size = try values.decodeIfPresent(Int.self, forKey: .size) ?? 0
    }
}
