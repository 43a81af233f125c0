import GitHubAPI

extension Routing {
    /// Events that only change what we know of a repository.
    func update(_ event: Event, _ project: KnownProject?) -> RoutingDecision {
        guard project != nil else { return .ignore("project not known") }
        switch event {
        case .repositoryRenamed(let event, let former):
            return .update(
                .moved(
                    to: event.repository.fullName, owner: event.repository.owner, installation: event.installationID),
                note: "renamed from \(former) to \(event.repository.fullName)")
        case .repositoryTransferred(let event, let former):
            return .update(
                .moved(
                    to: event.repository.fullName, owner: event.repository.owner, installation: event.installationID),
                note: transferred(from: former, to: event.repository.fullName))
        case .defaultBranchChanged(let event, let former):
            return .update(
                .trackedBranch(event.repository.defaultBranch),
                note: "the tracked branch is \(event.repository.defaultBranch) now, it was \(former)")
        case .repositoryPublicized: return .update(.visibility(isPrivate: false), note: "public now")
        case .repositoryPrivatized: return .update(.visibility(isPrivate: true), note: "private now")
        case .repositoryUnarchived: return .update(.unarchived, note: "pushes are acted on again")
        case .repositoryArchived:
            return .update(.archived, note: "archived: what runs is left as it is")
        case .topicsChanged(let event):
            let keep = event.repository.topics.contains(CleanUpChoices.keepTopic)
            let note =
                keep ? "it has the topic \(CleanUpChoices.keepTopic)" : "its topics changed, none of them keeps it"
            return .update(.topics(keep: keep), note: note)
        case .repositoryDeleted:
            return .update(.deleted, note: "deleted: what runs is removed after a while of grace")
        default: return .ignore("not acted on")
        }
    }

    private func transferred(from former: Account?, to name: RepositoryName) -> String {
        "transferred\(former.map { " from \($0.login)" } ?? ""), \(name) now"
    }
}
