import Foundation
import GitHubAPI

extension Routing {
    func push(_ event: PushEvent, _ project: KnownProject?) -> RoutingDecision {
        guard let branch = event.branch else { return .ignore(event.tag == nil ? "not a branch" : "a tag") }
        guard let project else { return pushToUnknown(event, branch: branch) }
        if let removed = project.removed { return pushToRemoved(event, branch: branch, project, removed) }
        if project.isArchived { return .ignore("the project is archived") }
        guard branch == project.trackedBranch else { return .ignore(notTracked(branch, project)) }
        if event.isDeleted { return .ignore("branch deleted") }
        if isOwn(event, project) { return .ignore("Slipway's own commit") }
        return .start([reconcileRun(event, project)])
    }

    /// A repository that nobody told us about, because the delivery was lost or a rule came later, is set up at its first
    /// push to the default branch.
    private func pushToUnknown(_ event: PushEvent, branch: String) -> RoutingDecision {
        if event.isDeleted { return .ignore("branch deleted") }
        let decision = setUp(event.repository, installation: event.installationID)
        guard case .start = decision, branch != event.repository.defaultBranch else { return decision }
        return .ignore("project not known, and \(branch) is not the default branch")
    }

    /// What left the cluster comes back with a push to its branch.
    private func pushToRemoved(
        _ event: PushEvent, branch: String, _ project: KnownProject, _ removed: Date
    ) -> RoutingDecision {
        guard branch == project.trackedBranch else { return .ignore(notTracked(branch, project)) }
        if event.isDeleted { return .ignore("branch deleted") }
        if isOwn(event, project) { return .ignore("Slipway's own commit") }
        if let reason = reasonAgainst(event.repository) {
            return .ignore("the project is archived, and stays so: \(reason)")
        }
        return .revive(
            revival(of: event.repository, installation: event.installationID, removed: removed), push: pushKey(event))
    }

    /// The scaffold; or the first file of an empty repository, which has to come by itself: its push says nothing new.
    private func isOwn(_ event: PushEvent, _ project: KnownProject) -> Bool {
        event.after == project.scaffoldCommit
            || event.isCreated && event.headCommit?.message == ScaffoldPlan.seedMessage
    }

    private func pushKey(_ event: PushEvent) -> String { "push:\(event.repository.id):\(event.ref):\(event.after)" }

    private func reconcileRun(_ event: PushEvent, _ project: KnownProject) -> RoutedRun {
        let input = PushInput(
            ref: event.ref,
            before: event.before,
            after: event.after,
            subject: event.headCommit.map { CommitSubject.of($0.message) } ?? "",
            time: event.headCommit?.timestamp ?? .distantPast)
        return RoutedRun(
            semanticKey: pushKey(event),
            project: project.id,
            input: .reconcile(input))
    }

    func notTracked(_ branch: String, _ project: KnownProject) -> String {
        "branch \(branch) is not the tracked branch \(project.trackedBranch)"
    }
}

/// The first line of a commit message, as lists of commits show it.
public enum CommitSubject {
    public static func of(_ message: String) -> String {
        let line = message.split(whereSeparator: \.isNewline).first ?? ""
        return String(line.trimmingPrefix { $0.isWhitespace })
    }
}
