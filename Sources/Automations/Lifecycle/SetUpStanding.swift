import Storage

/// What a project is by its set-up alone: what it is again when its repository is not archived any more.
struct SetUpStanding: Sendable, Equatable {
    var state: ProjectState
    /// Why, for one that is not active.
    var reason: String?
}

extension Transaction {
    /// By the recorded stages: a set-up that failed, or goes on, is not over because its repository was archived for a
    /// while.
    func standing(of project: ProjectRecord) throws -> SetUpStanding {
        let stages = try initialisation.all(of: project.id)
        guard let open = stages.first(where: { $0.state != .done }) else { return SetUpStanding(state: .active) }
        let reason = project.trouble?.what ?? open.error
        if try isSetUpInPart(project, upTo: open) { return SetUpStanding(state: .degraded, reason: reason) }
        let isUnderWay = try !runs.unfinished(project: project.id, automation: AutomationName.setUpProject.rawValue)
            .isEmpty
        return SetUpStanding(state: isUnderWay ? .settingUp : .failed, reason: reason)
    }

    /// Whether some environments could be prepared, and the others are tried again.
    private func isSetUpInPart(_ project: ProjectRecord, upTo open: InitialisationStepRecord) throws -> Bool {
        guard open.stage == .cluster, open.state == .failed else { return false }
        return try environments.all(of: project.id).contains { $0.state == .degraded }
    }
}
