import Foundation
import GitHubAPI

extension Routing {
    func setUp(_ repository: Repository, installation: Int64?) -> RoutingDecision {
        if let reason = reasonAgainst(repository) { return .ignore(reason) }
        return .start([setUpRun(repository.id, repository.fullName, installation)])
    }

    func setUp(_ repositories: [RepositorySummary], installation: Int64) -> RoutingDecision {
        // Topics are not told here: a rule that asks for one is settled by the run, which reads the repository.
        let matching = repositories.filter { repository in
            rules.contains { $0.match.matches(repository.fullName.fullName) }
        }
        guard !matching.isEmpty else { return .ignore(noneMatches(repositories)) }
        return .start(matching.map { setUpRun($0.id, $0.fullName, installation) })
    }

    private func noneMatches(_ repositories: [RepositorySummary]) -> String {
        switch repositories.count {
        case 0: "it names no repository"
        case 1: "no rule matches \(repositories[0].fullName)"
        default: "no rule matches any of its \(repositories.count) repositories"
        }
    }

    func setUpRun(_ repository: Int64, _ name: RepositoryName, _ installation: Int64?) -> RoutedRun {
        RoutedRun(
            semanticKey: "setup:\(repository)",
            project: id(of: repository),
            input: .setUpProject(SetUpInput(repository: repository, fullName: name, installation: installation)))
    }

    /// The set-up of a project that left the cluster: once for each time that it did.
    func revival(of repository: Repository, installation: Int64?, removed: Date) -> RoutedRun {
        var run = setUpRun(repository.id, repository.fullName, installation)
        run.semanticKey = Self.revivalKey(repository.id, removed: removed)
        return run
    }

    static func revivalKey(_ repository: Int64, removed: Date) -> String {
        "setup:\(repository):\(Int64((removed.timeIntervalSince1970 * 1000).rounded()))"
    }

    /// Why a repository is left alone; `nil` if it becomes a project.
    public func reasonAgainst(_ repository: Repository) -> String? {
        if repository.isFork { return "a fork" }
        if repository.isArchived { return "archived" }
        if repository.isTemplate { return "a template repository" }
        if let mirrored = repository.mirrorURL, !mirrored.isEmpty { return "a mirror" }
        let name = repository.fullName.fullName
        guard rules.first(covering: name, topics: repository.topics) == nil else { return nil }
        guard let rule = rules.first(where: { $0.match.matches(name) }), let topic = rule.topic else {
            return "no rule matches \(name)"
        }
        return "the rule \(rule.match) asks for the topic \(topic), which \(name) does not have"
    }
}
