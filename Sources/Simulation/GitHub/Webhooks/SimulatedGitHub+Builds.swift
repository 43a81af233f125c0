import Foundation

extension SimulatedGitHub {
    /// What the next builds of a repository do, one after the other, unless their commit has a plan of its own.
    public func planBuilds(in fullName: String, _ plans: BuildPlan...) throws {
        try repository(fullName).nextPlans += plans
    }

    /// What the build of one commit does.
    public func planBuild(of commit: String, in fullName: String, _ plan: BuildPlan) throws {
        try repository(fullName).plansByCommit[commit] = plan
    }

    /// Ends a run that is held.
    public func completeBuild(_ id: Int, in fullName: String, _ plan: BuildPlan? = nil) throws {
        let repository = try repository(fullName)
        guard let index = repository.builds.firstIndex(where: { $0.id == id }) else {
            throw ControlError(description: "\(fullName) has no workflow run \(id)")
        }
        if let plan { repository.builds[index].plan = plan }
        complete(id, attempt: repository.builds[index].attempt, in: repository.id)
    }

    /// Runs a finished build again: the next attempt of the same run.
    public func rerunBuild(_ id: Int, in fullName: String, _ plan: BuildPlan = .success) throws {
        let repository = try repository(fullName)
        guard repository.builds.contains(where: { $0.id == id }) else {
            throw ControlError(description: "\(fullName) has no workflow run \(id)")
        }
        restart(id, in: repository, plan)
    }

    /// Starts the workflow for a commit that holds it.
    func startBuild(of commit: String, on branch: String, in repository: Repository, as login: String) {
        guard let tree = repository.git.commit(commit)?.tree,
            repository.git.files(inTree: tree)[options.workflowPath] != nil, !repository.isArchived
        else { return }
        var plan = options.build
        if let chosen = repository.plansByCommit[commit] {
            plan = chosen
        } else if !repository.nextPlans.isEmpty {
            plan = repository.nextPlans.removeFirst()
        }
        let build = Build(
            id: newID() + 16_000_000, number: repository.builds.count + 1, attempt: 1, commit: commit, branch: branch,
            event: "push", actor: login, plan: plan, status: "queued", conclusion: nil, createdAt: now, startedAt: now,
            updatedAt: now)
        repository.builds.append(build)
        begin(build, in: repository)
    }

    func restart(_ id: Int, in repository: Repository, _ plan: BuildPlan) {
        guard let index = repository.builds.firstIndex(where: { $0.id == id }) else { return }
        repository.builds[index].attempt += 1
        repository.builds[index].plan = plan
        repository.builds[index].status = "queued"
        repository.builds[index].conclusion = nil
        repository.builds[index].startedAt = now
        begin(repository.builds[index], in: repository)
    }

    private func begin(_ build: Build, in repository: Repository) {
        record(.buildStarted, repository, build.commit, by: "actions")
        emitBuild("requested", build, in: repository)
        let repositoryID = repository.id
        work.add { [weak self] in await self?.execute(build, in: repositoryID) }
    }

    private func execute(_ build: Build, in repositoryID: Int) async {
        guard (try? await options.clock.sleep(for: build.plan.startsAfter)) != nil else { return }
        update(build, in: repositoryID) { $0.status = "in_progress" }
        guard let takes = build.plan.takes, (try? await options.clock.sleep(for: takes)) != nil else { return }
        complete(build.id, attempt: build.attempt, in: repositoryID)
    }

    private func complete(_ id: Int, attempt: Int, in repositoryID: Int) {
        guard let repository = repositories[repositoryID],
            let build = repository.builds.first(where: { $0.id == id && $0.attempt == attempt }),
            build.status != "completed"
        else { return }
        if build.plan.conclusion == "success" { publishImages(of: build.commit, in: repository) }
        record(.buildCompleted, repository, build.commit, by: "actions")
        update(build, in: repositoryID) { build in
            build.status = "completed"
            build.conclusion = build.plan.conclusion
        }
    }

    private func update(_ build: Build, in repositoryID: Int, _ change: (inout Build) -> Void) {
        guard let repository = repositories[repositoryID],
            let index = repository.builds.firstIndex(where: { $0.id == build.id && $0.attempt == build.attempt }),
            repository.builds[index].status != "completed"
        else { return }
        change(&repository.builds[index])
        repository.builds[index].updatedAt = now
        emitBuild(repository.builds[index].status, repository.builds[index], in: repository)
    }

    private func emitBuild(_ action: String, _ build: Build, in repository: Repository) {
        emit(
            "workflow_run", action: action, repository,
            ["workflow_run": json(build, in: repository), "workflow": workflowJSON(repository)], as: build.actor)
    }
}
