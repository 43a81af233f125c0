import Foundation

extension SimulatedGitHub {
    private struct StatusInput: Decodable {
        let state: String
        let context: String?
        let description: String?
        let targetURL: String?

        enum CodingKeys: String, CodingKey {
            case state, context, description
            case targetURL = "target_url"
        }
    }

    /// The most statuses per commit and context.
    private static let mostStatuses = 1000

    func createStatus(_ request: APIRequest) throws(APIFailure) -> APIAnswer {
        let repository = try repository(request)
        let input = try request.decode(StatusInput.self)
        let context = input.context ?? "default"
        guard let commit = repository.git.object(request["sha"], kind: .commit)?.id else {
            throw .unprocessable("No commit found for SHA: \(request["sha"])")
        }
        guard ["error", "failure", "pending", "success"].contains(input.state) else {
            throw .invalid("Status", "state", message: "state is not included in the list")
        }
        guard (input.description?.count ?? 0) <= 140 else {
            throw .invalid(
                "Status", "description", code: "custom", message: "description is too long (maximum is 140 characters)")
        }
        if let url = input.targetURL, !url.hasPrefix("http://"), !url.hasPrefix("https://") {
            throw .invalid("Status", "target_url", code: "custom", message: "target_url must use http(s) scheme")
        }
        guard repository.statuses.count(where: { $0.commit == commit && $0.context == context }) < Self.mostStatuses
        else {
            throw .invalid(
                "Status", "base", code: "custom",
                message: "This SHA and context has reached the maximum number of statuses.")
        }
        let status = CommitStatus(
            id: newID() + 30_000_000, commit: commit, state: input.state, context: context,
            description: input.description, targetURL: input.targetURL, creator: login(request), createdAt: now)
        repository.statuses.append(status)
        record(.statusCreated, repository, "\(commit) \(context)", by: request.caller.word)
        return APIAnswer(json(status, in: repository), status: 201)
    }

    private func statuses(_ request: APIRequest, _ repository: Repository) throws(APIFailure) -> (
        String, [CommitStatus]
    ) {
        guard let commit = repository.git.resolve(request["ref"]) else {
            throw .unprocessable("No commit found for SHA: \(request["ref"])")
        }
        return (commit, repository.statuses.filter { $0.commit == commit }.reversed())
    }

    func listStatuses(_ request: APIRequest) throws(APIFailure) -> APIAnswer {
        let repository = try repository(request)
        return page(try statuses(request, repository).1.map { json($0, in: repository) }, request)
    }

    /// The latest of each context, and one word for all.
    func showCombinedStatus(_ request: APIRequest) throws(APIFailure) -> APIAnswer {
        let repository = try repository(request)
        let (commit, newestFirst) = try statuses(request, repository)
        var seen: Set<String> = []
        let latest = newestFirst.filter { seen.insert($0.context).inserted }
        let states = Set(latest.map(\.state))
        let isFailed = !states.isDisjoint(with: ["error", "failure"])
        let state = isFailed ? "failure" : latest.isEmpty || states.contains("pending") ? "pending" : "success"
        return APIAnswer([
            "state": .string(state), "sha": .string(commit), "total_count": .int(latest.count),
            "statuses": .array(latest.map { json($0, in: repository) }), "repository": brief(repository),
            "commit_url": .string("\(apiURL)/repos/\(repository.fullName)/commits/\(commit)"),
            "url": .string("\(apiURL)/repos/\(repository.fullName)/commits/\(commit)/status"),
        ])
    }
}
