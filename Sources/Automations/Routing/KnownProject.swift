import Foundation

/// What routing has to know of a project that exists.
public struct KnownProject: Sendable, Hashable {
    public var id: ProjectID
    public var trackedBranch: String
    /// The commit of the scaffold, once it exists: its push is our own.
    public var scaffoldCommit: String?
    public var isArchived: Bool
    /// When it left the cluster, if it did: a push brings it back.
    public var removed: Date?

    public init(
        id: ProjectID, trackedBranch: String, scaffoldCommit: String? = nil, isArchived: Bool = false,
        removed: Date? = nil
    ) {
        self.id = id
        self.trackedBranch = trackedBranch
        self.scaffoldCommit = scaffoldCommit
        self.isArchived = isArchived
        self.removed = removed
    }
}
