import GitHubAPI

extension Routing {
    /// The set-up of a repository that was found without a delivery. The same run as the delivery would have led to, so
    /// that one that comes late does nothing twice.
    public func setUpRun(found repository: Repository, installation: Int64?) -> RoutedRun {
        setUpRun(repository.id, repository.fullName, installation)
    }
}
