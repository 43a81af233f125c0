/// What routing has to know of a project that exists.
public struct KnownProject: Sendable, Hashable {
    public var id: ProjectID
    public var trackedBranch: String
    /// The commit of the scaffold, once it exists: its push is our own.
    public var scaffoldCommit: String?
    public var isArchived: Bool

    public init(id: ProjectID, trackedBranch: String, scaffoldCommit: String? = nil, isArchived: Bool = false) {
        self.id = id
        self.trackedBranch = trackedBranch
        self.scaffoldCommit = scaffoldCommit
        self.isArchived = isArchived
    }
}
