extension GitHubClient {
    /// `GET /repos/{owner}/{repo}/actions/runs/{id}`.
    public func workflowRun(id: Int64, in name: RepositoryName) async throws -> WorkflowRun {
        try await send(.get("/repos/\(name)/actions/runs/\(id, as: "run_id")"))
    }

    private struct Jobs: Decodable {
        let jobs: [WorkflowJob]
    }

    /// `GET /repos/{owner}/{repo}/actions/runs/{id}/jobs`: jobs with steps, of the latest attempt or of the one named.
    public func jobs(
        ofRun id: Int64, attempt: Int? = nil, in name: RepositoryName
    ) async throws -> [WorkflowJob] {
        guard let attempt else {
            return try await pages(
                "/repos/\(name)/actions/runs/\(id, as: "run_id")/jobs", of: Jobs.self, elements: \.jobs)
        }
        return try await pages(
            "/repos/\(name)/actions/runs/\(id, as: "run_id")/attempts/\(Int64(attempt), as: "attempt_number")/jobs",
            of: Jobs.self, elements: \.jobs)
    }

    private struct Runs: Decodable {
        let runs: [WorkflowRun]

        enum CodingKeys: String, CodingKey {
            case runs = "workflow_runs"
        }
    }

    /// `GET /repos/{owner}/{repo}/actions/runs`, newest first, at most a page of 100.
    public func workflowRuns(
        headSHA: String? = nil, branch: String? = nil, event: String? = nil, in name: RepositoryName
    ) async throws -> [WorkflowRun] {
        let filters = [("head_sha", headSHA), ("branch", branch), ("event", event)]
        var query: [(name: String, value: String)] = [("per_page", String(Self.pageSize))]
        for (key, value) in filters {
            if let value { query.append((key, value)) }
        }
        let page: Runs = try await send(.get("/repos/\(name)/actions/runs", query: query))
        return page.runs
    }
}
