import Foundation
import RunEngine
import Storage

extension Transaction {
    /// What ``CleanUpRule`` has to know of a project.
    public func cleanUpFacts(of project: ProjectRecord) throws -> CleanUpFacts {
        // Runs are forgotten after a while that may be shorter than a week; builds and pushes are not.
        let built = try releases.list(project: project.id, limit: 1).first?.created
        let pushed = try pushes.latest(project: project.id, ref: "refs/heads/\(project.branch)")?.time
        let asked = try runs.lastCreated(project: project.id, automations: Self.touching)
        let touches = [project.updated, asked, built, pushed].compactMap(\.self)
        let isPaused = try project.paused != nil || environments.all(of: project.id).contains { $0.paused != nil }
        let archival = try archivals.find(project.id)
        return CleanUpFacts(
            name: project.name, state: project.state, touched: touches.max() ?? project.updated,
            gone: project.gone, isPaused: isPaused,
            isLeaving: archival?.begun != nil)
    }

    /// What people do to a project ends up in one of these.
    private static let touching = [
        AutomationName.setUpProject, .reconcile, .reportBuild, .deploy, .promote,
    ].map(\.rawValue)

    /// Every project that should leave the cluster now, with the reason.
    public func toBeCleanedUp(
        _ projects: [ProjectRecord], by rule: CleanUpRule, at now: Date
    ) throws -> [(project: ProjectRecord, reason: CleanUpReason)] {
        try projects.compactMap { project in
            try rule.reason(cleanUpFacts(of: project), at: now).map { (project, $0) }
        }
    }

    /// Lets a project leave the cluster for a reason that a rule found.
    /// - Returns: nil if a run sees to it already.
    public func cleanUp(_ project: ProjectRecord, because reason: CleanUpReason, at now: Date) throws -> RunRecord? {
        guard try runs.unfinished(project: project.id, automation: AutomationName.cleanUp.rawValue).isEmpty else {
            return nil
        }
        return try enqueue(CleanUpInput(cause: reason.cause, reason: reason.text), of: project, at: now)
    }

    /// Takes up removals whose run failed, such as for lack of a right.
    /// - Returns: the runs that do.
    public func takeUpRemovals(at now: Date) throws -> [RunRecord] {
        try archivals.underWay().compactMap { archival in
            guard let project = try projects.find(archival.project),
                try runs.unfinished(project: project.id, automation: AutomationName.cleanUp.rawValue).isEmpty
            else { return nil }
            return try enqueue(
                CleanUpInput(cause: archival.cause, reason: archival.reason, hasBegun: true), of: project, at: now)
        }
    }

    /// Takes a project out of the cluster because a person said so.
    /// - Throws: ``Refusal`` for one that is paused, or not in the cluster any more.
    public func archive(
        _ project: ProjectRecord, removingFinalizers removesFinalizers: Bool = false, at now: Date
    ) throws -> RunRecord {
        var archival = try archivals.find(project.id)
        if archival?.removed != nil {
            throw Refusal(
                "\(project.fullName) is archived already: nothing of it is in the cluster.",
                whatToDo: "A push to `\(project.branch)` brings it back.")
        }
        if project.paused != nil {
            throw Refusal(
                "\(project.fullName) is paused.",
                whatToDo: "End the pause with `slipway project resume \(project.fullName)`, then archive it.")
        }
        if removesFinalizers, archival?.begun != nil {
            archival?.removesFinalizers = true
            if let archival { try archivals.save(archival) }
            try audit.note(
                .archive, of: project, reason: "finalizers that hold its namespaces are removed too", at: now)
        }
        let known = try runs.unfinished(project: project.id, automation: AutomationName.cleanUp.rawValue)
        if archival?.begun != nil, let run = known.first {
            try runs.wake([WakeKey.cleanUp(project.id)], at: now)
            return run
        }
        for run in known { try runs.end(run.id, .superseded, reason: "a person archives the project now", at: now) }
        let reason = archival?.begun == nil ? nil : archival
        if reason == nil {
            try archivals.save(
                ArchivalRecord(
                    project: project.id, cause: .person, reason: "a person archived it",
                    due: now.roundedToMilliseconds, removesFinalizers: removesFinalizers))
        }
        return try enqueue(
            CleanUpInput(
                cause: reason?.cause ?? .person, reason: reason?.reason ?? "a person archived it",
                hasBegun: reason != nil), of: project, at: now)
    }

    private func enqueue(_ input: CleanUpInput, of project: ProjectRecord, at now: Date) throws -> RunRecord {
        let milliseconds = Int64((now.timeIntervalSince1970 * 1000).rounded())
        let enqueued = try runs.enqueue(
            try NewRun(
                automation: AutomationName.cleanUp.rawValue,
                key: "cleanUp:\(project.repository):\(input.cause.rawValue):\(milliseconds)", project: project.id,
                input: input, action: input.cause == .person ? .archive : .cleanUp), at: now)
        guard let run = enqueued.run else {
            throw Refusal("this was asked for already.", whatToDo: "Ask again in a moment.")
        }
        return run
    }
}
