import GitHubAPI
import RunEngine
import Storage

extension SetUpProject {
    /// What GitHub told of the repository between the first look and the record of the project came to nothing, as there
    /// was no project yet. From then on it is heeded, so it is enough to look once more.
    func lookAgain(_ plan: SetUpPlan, _ context: RunContext) async throws {
        try await context.step("look again", retry: .persistent, durability: .withTheNext) { _ in
            try await update(plan, with: try await gitHub(plan).repository(id: plan.repository.id), context)
        }
    }

    private func update(_ plan: SetUpPlan, with present: Repository, _ context: RunContext) async throws {
        let (seen, id, now) = (plan.repository, plan.id.value, context.now)
        guard present.fullName != seen.fullName || present.isPrivate != seen.isPrivate else { return }
        try await context.write { tx in
            guard let project = try tx.projects.find(id), project.fullName == seen.fullName.fullName else { return }
            let moved = try tx.projects.update(id, at: now) { project in
                (project.owner, project.name) = (present.fullName.owner, present.fullName.name)
                (project.ownerID, project.isPrivate) = (present.owner.id, present.isPrivate)
            }
            // What was made by then bears the name of before, such as the registry's login of the former owner.
            try tx.follow(moved, because: "moved while it was set up", at: now)
        }
    }
}
