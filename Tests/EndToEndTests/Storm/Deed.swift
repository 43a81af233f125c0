/// What people do to a repository, in order.
enum Deed: Sendable, Hashable, CustomStringConvertible {
    case create(Beginning)
    /// A commit whose build and pods end like this.
    case push(Ending)
    /// Two commits within a second.
    case pushTwice(Ending, Ending)
    /// The branch begins anew at the scaffold, without the commits since.
    case forcePush
    /// A commit that no project builds from.
    case pushElsewhere
    /// The last build that failed is run again, and succeeds.
    case rerun
    case rename
    case transfer
    case archive
    case delete
    case makePrivate
    /// Renamed long after its set-up.
    case renameLate
    /// A person takes its project out of the cluster; a push brings it back.
    case leave
    /// A person pauses its project, until somebody ends the pause.
    case pause
    case resume

    /// What a repository is like when it is created.
    struct Beginning: Sendable, Hashable {
        var isPrivate = false
        /// It has a commit already.
        var hasFiles = false
        var template = "static-site"
    }

    /// What becomes of a commit.
    enum Ending: String, Sendable, Hashable {
        case good, failingBuild, crashingPods
    }

    var description: String {
        switch self {
        case .create(let beginning):
            "is created\(beginning.hasFiles ? " with a commit" : "")\(beginning.isPrivate ? ", private" : "")"
        case .push(let ending): "a push (\(ending))"
        case .pushTwice(let first, let second): "two pushes within a second (\(first), \(second))"
        case .forcePush: "a forced push"
        case .pushElsewhere: "a push to another branch"
        case .rerun: "the last failed build is run again"
        case .rename: "is renamed"
        case .transfer: "is transferred"
        case .archive: "is archived"
        case .delete: "is deleted"
        case .makePrivate: "is made private"
        case .renameLate: "is renamed while it runs"
        case .leave: "leaves the cluster"
        case .pause: "is paused"
        case .resume: "is not paused any more"
        }
    }

    /// The word in the table, for those the storm counts as faults.
    var kind: String? {
        switch self {
        case .rename: "repository renamed during set-up"
        case .transfer: "repository transferred during set-up"
        case .archive: "repository archived during set-up"
        case .delete: "repository deleted during set-up"
        case .makePrivate: "repository made private during set-up"
        case .forcePush: "force push"
        case .pushTwice: "two pushes within a second"
        case .renameLate: "repository renamed while it runs"
        case .leave: "project archived by hand, then pushed to"
        case .pause: "project paused for a while"
        default: nil
        }
    }

    static let kinds = [
        Deed.rename, .transfer, .archive, .delete, .makePrivate, .forcePush, .pushTwice(.good, .good),
        .renameLate, .leave, .pause,
    ].compactMap(\.kind)
}
