import Foundation
import GitHubAPI
import RunEngine
import Storage

extension SetUpProject {
    /// What is known of the project before its set-up begins.
    struct Known: Sendable {
        var image: String?
        /// One whose set-up failed, as it is recorded now: the repository may have been moved since.
        var moved: ProjectRecord?
        /// A set-up that is replayed must not put back what a removal takes away.
        var isLeaving: Bool
    }

    /// A set-up that failed and was replayed is under way again.
    /// - Returns: nil for a project that is not known yet.
    func takeUp(_ context: RunContext) async throws -> Known? {
        let (id, settings, now) = (context.project, settings, context.now)
        let (project, isLeaving) = try await context.read { (try $0.projects.find(id), try $0.isLeaving(id)) }
        guard let project else { return nil }
        let hasFailed = project.state == .failed && !isLeaving
        if hasFailed {
            try await context.write { tx in
                try tx.projects.update(id, at: now) { ($0.state, $0.reason, $0.trouble) = (.settingUp, nil, nil) }
                try tx.letTry(id, at: now)
                try tx.tellSetUp(of: id, settings, at: now)
            }
        }
        return Known(image: project.image, moved: hasFailed ? project : nil, isLeaving: isLeaving)
    }

    /// Nothing is made of a repository that no rule covers. A project that was to come back stays where it was.
    /// - Throws: ``UserError`` for a set-up that was under way when the rules changed.
    func leaveAlone(
        _ repository: Repository, because reason: String, _ input: SetUpInput, _ context: RunContext
    ) async throws -> RunOutcome {
        let (id, settings, now) = (context.project, settings, context.now)
        let isNothingThere = try await context.write { tx in
            try tx.stayAway(id, input.leftBecause, because: reason, settings, at: now)
        }
        guard isNothingThere else {
            throw UserError(
                what: "The set-up of \(repository.fullName) does not go on: \(reason).",
                whatToDo: "Let a rule of the configuration cover it, then replay the delivery.",
                code: "setUp.notCovered")
        }
        return .done("left alone: \(reason)")
    }
}

extension Transaction {
    /// - Returns: false if the set-up has begun, so that something may be in the cluster.
    fileprivate func stayAway(
        _ id: String, _ cause: ArchivalRecord.Cause?, because reason: String, _ settings: Settings, at now: Date
    ) throws -> Bool {
        guard try projects.find(id)?.state == .settingUp else { return true }
        guard try initialisation.all(of: id).allSatisfy({ $0.state == .pending }) else { return false }
        let (time, words) = (now.roundedToMilliseconds, "Slipway leaves its repository alone: \(reason)")
        try archivals.save(
            ArchivalRecord(
                project: id, cause: cause ?? .person, reason: words, due: time, begun: time, removed: time))
        try projects.update(id, at: now) { ($0.state, $0.reason) = (.archived, words) }
        for environment in EnvironmentName.allCases {
            try environments.update(id, environment, at: now) { $0.leave() }
        }
        try runs.wake([WakeKey.setUp(id)], at: now)
        try tellNewest(of: id, settings, at: now)
        return true
    }
}
