import Foundation
import Storage

extension Transaction {
    /// Lets Flux look at the commit pushed last now, in every environment, because a person asked.
    /// - Returns: the run; one that was asked for and has not begun yet stands for this one too.
    /// - Throws: ``Refusal`` while there is nothing to reconcile.
    public func askToReconcile(_ project: ProjectRecord, at now: Date) throws -> RunRecord {
        guard project.state != .archived else {
            throw Refusal(
                "\(project.fullName) is archived: nothing of it is in the cluster's care.",
                whatToDo: "Unarchive the repository on GitHub, then ask again.")
        }
        guard try !isLeaving(project.id) else {
            throw Refusal(
                "\(project.fullName) is being removed from the cluster.",
                whatToDo: "A push to `\(project.branch)` brings it back.")
        }
        let asked = try runs.unfinished(project: project.id, automation: AutomationName.reconcile.rawValue)
            .first { $0.state == .queued && $0.key.hasPrefix(Self.askedPrefix(project)) }
        if let asked { return asked }
        guard let input = try lastPush(to: project) else {
            throw Refusal(
                "\(project.fullName) has no commit yet that Flux could apply.",
                whatToDo: "`slipway project show \(project.fullName)` shows how far its set-up is.")
        }
        let milliseconds = Int64((now.timeIntervalSince1970 * 1000).rounded())
        let new = try NewRun(
            automation: AutomationName.reconcile.rawValue, key: Self.askedPrefix(project) + "\(milliseconds)",
            project: project.id, input: input)
        guard let run = try runs.enqueue(new, at: now).run else {
            throw Refusal("this was asked for already.", whatToDo: "Ask again in a moment.")
        }
        return run
    }

    private static func askedPrefix(_ project: ProjectRecord) -> String { "reconcile:\(project.repository):" }

    /// The commit pushed last, to be looked at once more; nil before there is one.
    func lastPush(to project: ProjectRecord) throws -> PushInput? {
        let ref = "refs/heads/\(project.branch)"
        if let push = try pushes.latest(project: project.id, ref: ref) {
            return PushInput(
                ref: ref, before: push.before, after: push.after, subject: push.subject, time: push.time,
                isAskedFor: true)
        }
        return project.scaffoldSHA.map { scaffold in
            PushInput(
                ref: ref, before: scaffold, after: scaffold, subject: "", time: project.created, isAskedFor: true)
        }
    }
}
