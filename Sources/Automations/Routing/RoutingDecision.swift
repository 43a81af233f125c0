import GitHubAPI

/// What an event leads to.
public enum RoutingDecision: Sendable, Hashable {
    /// These runs; one whose semantic key exists already is not started again.
    case start([RoutedRun])
    /// The project left the cluster and comes back with this run, unless a run with the key of the push exists, or existed:
    /// then it is an old one that came again.
    case revive(RoutedRun, push: String)
    /// The project's record changes, and it follows in the cluster; the text says what happened.
    case update(ProjectUpdate, note: String)
    /// Nothing, and why.
    case ignore(String)
}

/// A run to enqueue.
public struct RoutedRun: Sendable, Hashable {
    /// The same for every delivery that means the same, whatever its GUID.
    public var semanticKey: String
    public var project: ProjectID
    public var input: RunInput

    public init(semanticKey: String, project: ProjectID, input: RunInput) {
        self.semanticKey = semanticKey
        self.project = project
        self.input = input
    }
}

/// A change of a project's record that an event asks for.
public enum ProjectUpdate: Sendable, Hashable {
    /// Another name or owner; with another owner another installation of the App.
    case moved(to: RepositoryName, owner: Account, installation: Int64?)
    case trackedBranch(String)
    case visibility(isPrivate: Bool)
    /// Other topics; whether one of them keeps the project in the cluster.
    case topics(keep: Bool)
    /// Read-only on GitHub.
    case archived
    case unarchived
    /// Gone from GitHub, with everything in it.
    case deleted
}
