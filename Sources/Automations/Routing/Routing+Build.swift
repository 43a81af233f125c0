import GitHubAPI

extension Routing {
    /// A build that began.
    func build(_ event: WorkflowRunEvent, phase: String, _ project: KnownProject?) -> RoutingDecision {
        decide(event, project) { project in
            reportRun(event.run, phase: phase, event.repository.id, project)
        }
    }

    /// A build that ended: a good one is deployed, any other is reported.
    func completed(
        _ event: WorkflowRunEvent, _ conclusion: Conclusion, _ project: KnownProject?
    ) -> RoutingDecision {
        decide(event, project) { project in
            guard conclusion == .success else {
                return reportRun(event.run, phase: "completed", event.repository.id, project)
            }
            return RoutedRun(
                semanticKey: "deploy:\(event.repository.id):\(event.run.id):\(event.run.runAttempt)",
                project: project.id,
                input: .deploy(BuildInput(run: event.run)))
        }
    }

    private func decide(
        _ event: WorkflowRunEvent, _ project: KnownProject?, start: (KnownProject) -> RoutedRun
    ) -> RoutingDecision {
        guard let project else { return .ignore("project not known") }
        if let reason = reasonAgainst(event, project) { return .ignore(reason) }
        return .start([start(project)])
    }

    private func reasonAgainst(_ event: WorkflowRunEvent, _ project: KnownProject) -> String? {
        let run = event.run
        // One that left the cluster still tells how its builds ended: it may come back with them.
        if project.isArchived, project.removed == nil { return "the project is archived" }
        // GitHub may append the ref the file was read from: `.github/workflows/ci.yml@refs/heads/main`.
        let path = String(run.path.prefix { $0 != "@" })
        if path != buildWorkflow { return "the workflow \(path) is not the build workflow" }
        if run.headRepositoryID != event.repository.id { return "head repository is a fork" }
        if run.event.hasPrefix("pull_request") { return "a build of a pull request" }
        guard let branch = run.headBranch else { return "a build of no branch" }
        return branch == project.trackedBranch ? nil : notTracked(branch, project)
    }

    private func reportRun(
        _ run: WorkflowRun, phase: String, _ repository: Int64, _ project: KnownProject
    ) -> RoutedRun {
        RoutedRun(
            semanticKey: "build:\(repository):\(run.id):\(run.runAttempt):\(phase)",
            project: project.id,
            input: .reportBuild(BuildInput(run: run)))
    }
}
