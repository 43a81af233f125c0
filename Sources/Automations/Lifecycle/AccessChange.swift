import GitHubAPI

/// The App may see other repositories than before.
public enum AccessChange: Sendable, Hashable {
    /// Which repositories of an installation it is about.
    public enum Extent: Sendable, Hashable {
        case all
        case repositories([Int64])
    }

    /// What runs is left as it is; nothing more is heard of them.
    case lost(installation: Int64, Extent, reason: String)
    /// Projects of them follow what happened meanwhile. Those that no installation showed before belong to this one now.
    case regained(installation: Int64, Extent, reason: String)
}

extension Routing {
    /// What an event says about the App's access; nil for the others.
    public func access(of event: Event) -> AccessChange? {
        switch event {
        case .installationDeleted(let event):
            .lost(
                installation: event.installation.id, .all,
                reason: "the App was removed from \(event.installation.account.login)")
        case .installationSuspended(let event):
            .lost(
                installation: event.installation.id, .all,
                reason: "the App is suspended on \(event.installation.account.login)")
        case .repositoriesRemoved(let event):
            .lost(
                installation: event.installation.id, .repositories(event.removed.map(\.id)),
                reason: "the App on \(event.installation.account.login) may not see it any more")
        case .installationUnsuspended(let event):
            .regained(
                installation: event.installation.id, .all,
                reason: "the App on \(event.installation.account.login) is not suspended any more")
        case .installationCreated(let event):
            .regained(
                installation: event.installation.id, .repositories(event.repositories.map(\.id)),
                reason: "the App was installed on \(event.installation.account.login)")
        case .repositoriesAdded(let event):
            .regained(
                installation: event.installation.id, .repositories(event.added.map(\.id)),
                reason: "the App on \(event.installation.account.login) may see it")
        default: nil
        }
    }
}
