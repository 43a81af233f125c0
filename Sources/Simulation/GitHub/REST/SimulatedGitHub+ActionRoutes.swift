import Foundation

extension SimulatedGitHub {
    func listBuilds(_ request: APIRequest) throws(APIFailure) -> APIAnswer {
        let repository = try repository(request)
        let matching = repository.builds.reversed().filter { build in
            (request.query["head_sha"] ?? build.commit) == build.commit
                && (request.query["branch"] ?? build.branch) == build.branch
                && (request.query["event"] ?? build.event) == build.event
                && [nil, build.status, build.conclusion].contains(request.query["status"])
        }
        return page(matching.map { json($0, in: repository) }, request) { items, total in
            ["total_count": .int(total), "workflow_runs": .array(items)]
        }
    }

    private func build(_ request: APIRequest, _ repository: Repository) throws(APIFailure) -> Build {
        guard let build = repository.builds.first(where: { String($0.id) == request["id"] }) else { throw .notFound }
        return build
    }

    func showBuild(_ request: APIRequest) throws(APIFailure) -> APIAnswer {
        let repository = try repository(request)
        return APIAnswer(json(try build(request, repository), in: repository))
    }

    func listJobs(_ request: APIRequest) throws(APIFailure) -> APIAnswer {
        let repository = try repository(request)
        return page(jobsJSON(try build(request, repository), in: repository), request) { items, total in
            ["total_count": .int(total), "jobs": .array(items)]
        }
    }

    func rerun(_ request: APIRequest) throws(APIFailure) -> APIAnswer {
        let repository = try repository(request)
        let build = try build(request, repository)
        guard build.status == "completed" else { throw .forbidden("This workflow is already running") }
        restart(build.id, in: repository, options.build)
        return APIAnswer([:], status: 201)
    }
}
