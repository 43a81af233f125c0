import Foundation

extension SimulatedGitHub {
    private struct DeploymentInput: Decodable {
        let ref: String
        let environment: String?
        let description: String?
        let requiredContexts: [String]?
        let production: Bool?
        let transient: Bool?

        enum CodingKeys: String, CodingKey {
            case ref, environment, description
            case requiredContexts = "required_contexts"
            case production = "production_environment"
            case transient = "transient_environment"
        }
    }

    func createDeployment(_ request: APIRequest) throws(APIFailure) -> APIAnswer {
        let repository = try repository(request)
        let input = try request.decode(DeploymentInput.self)
        guard let commit = repository.git.resolve(input.ref) else {
            throw .unprocessable("No ref found for: \(input.ref)")
        }
        try checkContexts(input.requiredContexts, commit, in: repository)
        let environment = input.environment ?? "production"
        let deployment = Deployment(
            id: newID() + 20_000_000, ref: input.ref, commit: commit, environment: environment,
            description: input.description, isProduction: input.production ?? (environment == "production"),
            isTransient: input.transient ?? false, creator: login(request), createdAt: now)
        repository.deployments.append(deployment)
        record(.deploymentCreated, repository, "\(commit) \(environment)", by: request.caller.word)
        return APIAnswer(json(deployment, in: repository), status: 201)
    }

    /// Without `required_contexts` all statuses of the commit must be good; an empty list asks for none.
    private func checkContexts(
        _ required: [String]?, _ commit: String, in repository: Repository
    ) throws(APIFailure) {
        let statuses = repository.statuses.filter { $0.commit == commit }
        let latest = Dictionary(statuses.map { ($0.context, $0.state) }) { _, last in last }
        let bad = (required ?? Array(latest.keys)).filter { latest[$0] != "success" }.sorted()
        guard bad.isEmpty else {
            throw APIFailure(
                status: 409, message: "Conflict: Commit status checks failed for \(commit).",
                errors: [["contexts": .array(bad.map { .string($0) }), "resource": "Deployment", "code": "invalid"]])
        }
    }

    private func index(_ request: APIRequest, _ repository: Repository) throws(APIFailure) -> Int {
        guard let index = repository.deployments.firstIndex(where: { String($0.id) == request["id"] }) else {
            throw .notFound
        }
        return index
    }

    func listDeployments(_ request: APIRequest) throws(APIFailure) -> APIAnswer {
        let repository = try repository(request)
        let matching = repository.deployments.reversed().filter { deployment in
            (request.query["sha"] ?? deployment.commit) == deployment.commit
                && (request.query["ref"] ?? deployment.ref) == deployment.ref
                && (request.query["environment"] ?? deployment.environment) == deployment.environment
        }
        return page(matching.map { json($0, in: repository) }, request)
    }

    func showDeployment(_ request: APIRequest) throws(APIFailure) -> APIAnswer {
        let repository = try repository(request)
        return APIAnswer(json(repository.deployments[try index(request, repository)], in: repository))
    }

    func listDeploymentStatuses(_ request: APIRequest) throws(APIFailure) -> APIAnswer {
        let repository = try repository(request)
        let deployment = repository.deployments[try index(request, repository)]
        return page(deployment.statuses.reversed().map { json($0, of: deployment, in: repository) }, request)
    }

    private struct StatusInput: Decodable {
        let state: String
        let description: String?
        let environmentURL: String?
        let logURL: String?
        let autoInactive: Bool?

        enum CodingKeys: String, CodingKey {
            case state, description
            case environmentURL = "environment_url"
            case logURL = "log_url"
            case autoInactive = "auto_inactive"
        }
    }

    func createDeploymentStatus(_ request: APIRequest) throws(APIFailure) -> APIAnswer {
        let repository = try repository(request)
        let index = try index(request, repository)
        let input = try request.decode(StatusInput.self)
        let states = ["error", "failure", "inactive", "in_progress", "queued", "pending", "success"]
        guard states.contains(input.state) else { throw .invalid("DeploymentStatus", "state") }
        guard (input.description?.count ?? 0) <= 140 else {
            throw .invalid(
                "DeploymentStatus", "description", code: "custom",
                message: "description is too long (maximum is 140 characters)")
        }
        let status = DeploymentStatus(
            id: newID() + 25_000_000, state: input.state, description: input.description,
            environmentURL: input.environmentURL, logURL: input.logURL, creator: login(request), createdAt: now)
        repository.deployments[index].statuses.append(status)
        if input.state == "success", input.autoInactive ?? true { retireOthers(than: index, in: repository) }
        let deployment = repository.deployments[index]
        record(.deploymentStatusCreated, repository, "\(deployment.id) \(input.state)", by: request.caller.word)
        return APIAnswer(json(status, of: deployment, in: repository), status: 201)
    }

    /// The earlier deployments to the same environment become inactive, unless they are transient or for production.
    private func retireOthers(than index: Int, in repository: Repository) {
        let current = repository.deployments[index]
        for other in repository.deployments.indices where other < index {
            let deployment = repository.deployments[other]
            guard deployment.environment == current.environment, !deployment.isTransient, !deployment.isProduction,
                deployment.statuses.last?.state == "success"
            else { continue }
            repository.deployments[other].statuses.append(
                DeploymentStatus(
                    id: newID() + 25_000_000, state: "inactive", description: nil, environmentURL: nil, logURL: nil,
                    creator: current.creator, createdAt: now))
        }
    }
}
