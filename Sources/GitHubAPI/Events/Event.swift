/// What a delivery says, decoded. Closed: what Slipway does not act on is ``other(name:action:)``.
public enum Event: Sendable, Hashable {
    /// `repository.created`: a repository came to be, by hand, from a template or as a fork.
    case repositoryCreated(RepositoryEvent)
    /// `repository.deleted`: it is gone, with everything in it.
    case repositoryDeleted(RepositoryEvent)
    /// `repository.archived`: it became read-only.
    case repositoryArchived(RepositoryEvent)
    /// `repository.unarchived`: it may be written to again.
    case repositoryUnarchived(RepositoryEvent)
    /// `repository.edited` with another default branch; `from` is the old one's name.
    case defaultBranchChanged(RepositoryEvent, from: String)
    /// `repository.edited` with other topics, which the repository in it has.
    case topicsChanged(RepositoryEvent)
    /// `repository.renamed`: same id, another name; `from` is the old name without owner.
    case repositoryRenamed(RepositoryEvent, from: String)
    /// `repository.transferred`: same id, another owner; `from` is the old one where GitHub tells.
    case repositoryTransferred(RepositoryEvent, from: Account?)
    /// `repository.publicized`: anybody may read it now.
    case repositoryPublicized(RepositoryEvent)
    /// `repository.privatized`: only members may read it now.
    case repositoryPrivatized(RepositoryEvent)
    /// `push`: a branch or tag moved, appeared or disappeared.
    case push(PushEvent)
    /// `workflow_run.requested`: a run (or re-run) was queued.
    case workflowRunRequested(WorkflowRunEvent)
    /// `workflow_run.in_progress`: its first job started.
    case workflowRunInProgress(WorkflowRunEvent)
    /// `workflow_run.completed`: it ended, how is in the conclusion.
    case workflowRunCompleted(WorkflowRunEvent, Conclusion)
    /// `installation.created`: an account installed the App.
    case installationCreated(InstallationEvent)
    /// `installation.deleted`: an account removed the App.
    case installationDeleted(InstallationEvent)
    /// `installation.suspend`: the App may do nothing there for now.
    case installationSuspended(InstallationEvent)
    /// `installation.unsuspend`: it may again.
    case installationUnsuspended(InstallationEvent)
    /// `installation.new_permissions_accepted`: the account granted what the App asked for anew.
    case installationPermissionsAccepted(InstallationEvent)
    /// `installation_repositories.added`: the App may see more repositories.
    case repositoriesAdded(InstallationRepositoriesEvent)
    /// `installation_repositories.removed`: the App may see fewer repositories.
    case repositoriesRemoved(InstallationRepositoriesEvent)
    /// `ping`: GitHub tried the webhook out.
    case ping(PingEvent)
    /// Anything else.
    case other(name: String, action: String?)
}
