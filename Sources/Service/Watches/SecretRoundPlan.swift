import Foundation

/// When the Secrets of a project are looked at: once in every round, each project at a time of its own. Pure.
struct SecretRoundPlan: Sendable {
    /// Seconds in which every project is looked at once.
    let round: TimeInterval

    /// Whether a project's moment came after `last` and not after `now`; a clock that was put forward or back makes it come
    /// once, not many times.
    func isDue(_ project: String, since last: Date, at now: Date) -> Bool {
        number(project, last) != number(project, now)
    }

    /// Of the project's own rounds.
    private func number(_ project: String, _ time: Date) -> Double {
        ((time.timeIntervalSince1970 - RenewalPlan.share(of: project) * round) / round).rounded(.down)
    }

    /// Between two looks for projects that are due.
    var interval: Duration { .seconds(min(30, round / 4)) }
}
