import Foundation

extension SimulatedGitHub {
    var workflowName: String { "slipway" }

    private func workflowID(_ repository: Repository) -> Int { repository.id % 100_000_000 + 9_000_000 }

    /// The `workflow` member of a payload.
    func workflowJSON(_ repository: Repository) -> JSONValue {
        let id = workflowID(repository)
        let page = "\(baseURL)/\(repository.fullName)"
        return [
            "id": .int(id), "node_id": nodeID("Workflow", id), "name": .string(workflowName),
            "path": .string(options.workflowPath), "state": "active",
            "created_at": GitHubTime.json(repository.createdAt),
            "updated_at": GitHubTime.json(repository.createdAt),
            "url": .string("\(apiURL)/repos/\(repository.fullName)/actions/workflows/\(id)"),
            "html_url": .string("\(page)/blob/\(repository.defaultBranch)/\(options.workflowPath)"),
            "badge_url": .string("\(page)/workflows/\(workflowName)/badge.svg"),
        ]
    }

    /// A workflow run.
    func json(_ build: Build, in repository: Repository) -> JSONValue {
        let url = "\(apiURL)/repos/\(repository.fullName)/actions/runs/\(build.id)"
        let commit = repository.git.commit(build.commit)
        let previous: JSONValue = build.attempt > 1 ? .string("\(url)/attempts/\(build.attempt - 1)") : nil
        var object: JSONValue = [
            "id": .int(build.id), "name": .string(workflowName), "node_id": nodeID("WorkflowRun", build.id),
            "check_suite_id": .int(build.id + 1_000_000), "check_suite_node_id": nodeID("CheckSuite", build.id),
            "head_branch": .string(build.branch), "head_sha": .string(build.commit),
            "path": .string(options.workflowPath), "run_number": .int(build.number), "event": .string(build.event),
            "display_title": .string(commit?.message.split(separator: "\n").first.map(String.init) ?? ""),
            "status": .string(build.status), "conclusion": .text(build.conclusion),
            "workflow_id": .int(workflowID(repository)), "url": .string(url),
            "html_url": .string("\(baseURL)/\(repository.fullName)/actions/runs/\(build.id)"), "pull_requests": [],
            "created_at": GitHubTime.json(build.createdAt), "updated_at": GitHubTime.json(build.updatedAt),
            "run_started_at": GitHubTime.json(build.startedAt), "actor": json(person(build.actor)),
            "triggering_actor": json(person(build.actor)), "run_attempt": .int(build.attempt),
            "referenced_workflows": [], "previous_attempt_url": previous,
            "workflow_url": .string(
                "\(apiURL)/repos/\(repository.fullName)/actions/workflows/\(workflowID(repository))"),
            "check_suite_url": .string("\(apiURL)/repos/\(repository.fullName)/check-suites/\(build.id + 1_000_000)"),
            "head_commit": headCommitJSON(build.commit, commit), "repository": json(repository),
            "head_repository": json(repository),
        ]
        for name in ["jobs", "logs", "artifacts", "cancel", "rerun"] {
            object["\(name)_url"] = .string("\(url)/\(name)")
        }
        return object
    }

    private func headCommitJSON(_ id: String, _ commit: GitCommit?) -> JSONValue {
        guard let commit else { return nil }
        func person(_ signature: GitSignature) -> JSONValue {
            ["name": .string(signature.name), "email": .string(signature.email)]
        }
        return [
            "id": .string(id), "tree_id": .string(commit.tree), "message": .string(commit.message),
            "timestamp": GitHubTime.json(commit.committer.date), "author": person(commit.author),
            "committer": person(commit.committer),
        ]
    }

    /// The jobs of a run: a test job and the one that builds the image.
    func jobsJSON(_ build: Build, in repository: Repository) -> [JSONValue] {
        var names = ["image"]
        if build.plan.conclusion == "failure", build.plan.failedJob != "image" {
            names = [build.plan.failedJob, "image"]
        }
        return names.enumerated().map { index, name in jobJSON(name, index: index, build, in: repository) }
    }

    private func jobJSON(_ name: String, index: Int, _ build: Build, in repository: Repository) -> JSONValue {
        let id = build.id * 10 + index
        let failedFirst = build.plan.conclusion == "failure" && build.plan.failedJob != name
        let conclusion = JSONValue.text(build.conclusion.map { failedFirst ? "skipped" : $0 })
        return [
            "id": .int(id), "run_id": .int(build.id), "workflow_name": .string(workflowName),
            "head_branch": .string(build.branch), "run_attempt": .int(build.attempt),
            "run_url": .string("\(apiURL)/repos/\(repository.fullName)/actions/runs/\(build.id)"),
            "node_id": nodeID("CheckRun", id), "head_sha": .string(build.commit),
            "url": .string("\(apiURL)/repos/\(repository.fullName)/actions/jobs/\(id)"),
            "html_url": .string("\(baseURL)/\(repository.fullName)/actions/runs/\(build.id)/job/\(id)"),
            "status": .string(build.status), "conclusion": conclusion, "created_at": GitHubTime.json(build.createdAt),
            "started_at": GitHubTime.json(build.startedAt),
            "completed_at": build.status == "completed" ? GitHubTime.json(build.updatedAt) : nil,
            "name": .string(name), "steps": .array(stepsJSON(of: name, build, isSkipped: failedFirst)),
            "check_run_url": .string("\(apiURL)/repos/\(repository.fullName)/check-runs/\(id)"),
            "labels": ["ubuntu-latest"], "runner_id": 1, "runner_name": "GitHub Actions 1", "runner_group_id": 0,
            "runner_group_name": "GitHub Actions",
        ]
    }

    private func stepsJSON(of job: String, _ build: Build, isSkipped: Bool) -> [JSONValue] {
        guard !isSkipped else { return [] }
        let isFailing = build.plan.conclusion == "failure" && build.plan.failedJob == job
        var names = ["Set up job", "Check out", "Log in to the registry", "Build and push", "Complete job"]
        if isFailing, !names.contains(build.plan.failedStep) { names.insert(build.plan.failedStep, at: 2) }
        let failedAt = isFailing ? names.firstIndex(of: build.plan.failedStep) : nil
        return names.enumerated().map { index, name in
            var conclusion = build.conclusion
            if build.conclusion != nil, let failedAt {
                conclusion =
                    index < failedAt || name == "Complete job" ? "success" : index == failedAt ? "failure" : "skipped"
            }
            return [
                "name": .string(name), "status": .string(build.status),
                "conclusion": .text(conclusion), "number": .int(index + 1),
                "started_at": GitHubTime.json(build.startedAt),
                "completed_at": build.status == "completed" ? GitHubTime.json(build.updatedAt) : nil,
            ]
        }
    }
}
