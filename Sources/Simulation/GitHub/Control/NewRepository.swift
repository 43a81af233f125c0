/// What a repository is like when it is created.
public struct NewRepository: Sendable {
    public var isPrivate = false
    /// The full name of the repository it is a fork of.
    public var forkOf: String?
    public var isArchived = false
    public var isTemplate = false
    public var mirrorURL: String?
    public var topics: [String] = []
    public var description: String?
    public var defaultBranch = "main"
    public var customProperties: [String: String] = [:]
    /// A first commit with these files; none leaves the repository empty.
    public var files: [String: GitFile] = [:]
    /// Whether the owner is a person's account, when it does not exist yet.
    public var ownerIsUser = false
    /// Whether anyone is told (`repository.created`).
    public var isAnnounced = true

    public init() {}

    public static let empty = NewRepository()

    /// With a first commit.
    public static func holding(_ files: [String: GitFile]) -> NewRepository {
        var repository = NewRepository()
        repository.files = files
        return repository
    }
}
