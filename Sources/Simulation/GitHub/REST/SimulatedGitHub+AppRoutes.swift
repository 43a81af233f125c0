import Foundation

extension SimulatedGitHub {
    func showApp() -> APIAnswer {
        var answer = appJSON
        answer["installations_count"] = .int(installations.count)
        return APIAnswer(answer)
    }

    var appJSON: JSONValue {
        let owner = registered?.owner ?? person("slipway-simulation")
        return [
            "id": .int(app.id), "slug": .string(appSlug), "client_id": .string(app.clientID),
            "name": .string(registered?.manifest.name ?? "Slipway"), "node_id": nodeID("Integration", app.id),
            "owner": json(owner), "description": "", "external_url": .string(registered?.manifest.url ?? baseURL),
            "html_url": .string("\(baseURL)/apps/\(appSlug)"), "created_at": "2026-01-01T00:00:00Z",
            "updated_at": "2026-01-01T00:00:00Z", "permissions": .object(appPermissions.mapValues { .string($0) }),
            "events": .array((appHook?.events ?? []).sorted().map { .string($0) }),
        ]
    }

    func listInstallations(_ request: APIRequest) -> APIAnswer {
        page(installations.values.sorted { $0.id < $1.id }.map(json), request)
    }

    private func installation(_ id: String) throws(APIFailure) -> Installation {
        guard let installation = Int(id).flatMap({ installations[$0] }) else { throw .notFound }
        return installation
    }

    func showInstallation(_ request: APIRequest) throws(APIFailure) -> APIAnswer {
        APIAnswer(json(try installation(request["id"])))
    }

    func showRepositoryInstallation(_ request: APIRequest) throws(APIFailure) -> APIAnswer {
        let fullName = "\(request["owner"])/\(request["repo"])".lowercased()
        guard let repository = repositoryNames[fullName].flatMap({ repositories[$0] }),
            let installation = installations.values.first(where: { installation in
                installation.account.id == repository.owner.id
                    && installation.repositoryIDs?.contains(repository.id) ?? true
            })
        else { throw .notFound }
        return APIAnswer(json(installation))
    }

    func showAccountInstallation(_ request: APIRequest) throws(APIFailure) -> APIAnswer {
        let login = request["login"].lowercased()
        guard let installation = installations.values.first(where: { $0.account.login.lowercased() == login }) else {
            throw .notFound
        }
        return APIAnswer(json(installation))
    }

    private struct TokenInput: Decodable {
        let repositories: [String]?
        let repositoryIDs: [Int]?
        let permissions: [String: String]?

        enum CodingKeys: String, CodingKey {
            case repositories, permissions
            case repositoryIDs = "repository_ids"
        }
    }

    /// A token for some of the repositories and some of the permissions of an installation. It lives an hour.
    func createAccessToken(_ request: APIRequest) throws(APIFailure) -> APIAnswer {
        let installation = try installation(request["id"])
        guard installation.suspendedAt == nil else { throw .forbidden("This installation has been suspended") }
        let input = try request.decode(TokenInput.self)
        let chosen = try chosenRepositories(input, installation)
        let permissions = try chosenPermissions(input.permissions, installation)
        // GitHub warns that tokens have no fixed length and may hold dots.
        let token = "ghs_" + random.text(36) + "." + random.text(Int.random(in: 1...60, using: &random))
        let expiry = now.addingTimeInterval(3600)
        issue(
            TokenGrant(
                token: token, kind: .installation(installation.id), login: person("\(appSlug)[bot]").login,
                repositoryIDs: chosen.map { Set($0.map(\.id)) } ?? installation.repositoryIDs,
                ownerIDs: [installation.account.id], permissions: permissions, expiresAt: expiry))
        record(.tokenIssued, nil, String(installation.id), by: "app")
        var answer: JSONValue = [
            "token": .string(token), "expires_at": GitHubTime.json(expiry),
            "permissions": .object(permissions.mapValues { .string($0) }),
            "repository_selection": .string(chosen == nil ? installation.selection : "selected"),
        ]
        if let chosen { answer["repositories"] = .array(chosen.map(json)) }
        return APIAnswer(answer, status: 201)
    }

    private func chosenRepositories(
        _ input: TokenInput, _ installation: Installation
    ) throws(APIFailure) -> [Repository]? {
        guard input.repositories != nil || input.repositoryIDs != nil else { return nil }
        guard (input.repositoryIDs?.count ?? 0) <= 500, (input.repositories?.count ?? 0) <= 500 else {
            throw .unprocessable("Repositories: You can only specify up to 500 repositories.")
        }
        // By number they are found at once, however many there are.
        let installed =
            input.repositories == nil
            ? Set(input.repositoryIDs ?? []).sorted().compactMap { repositories[$0] }
                .filter { isInstalled(installation, on: $0) }
            : installedRepositories(installation)
        let chosen = installed.filter { repository in
            input.repositoryIDs?.contains(repository.id) ?? false
                || input.repositories?.contains(repository.name) ?? false
        }
        guard chosen.count == Set(input.repositoryIDs ?? []).count + Set(input.repositories ?? []).count else {
            throw .unprocessable(
                "There is at least one repository that does not exist or is not accessible to the parent installation.")
        }
        return chosen
    }

    private func chosenPermissions(
        _ wanted: [String: String]?, _ installation: Installation
    ) throws(APIFailure) -> [String: String] {
        guard var wanted else { return installation.permissions }
        for (name, level) in wanted where name != "metadata" {
            let granted = installation.permissions[name].flatMap(PermissionLevel.init)
            guard let asked = PermissionLevel(rawValue: level), let granted, granted >= asked else {
                throw .unprocessable("The permissions requested are not granted to this installation.")
            }
        }
        wanted["metadata"] = "read"
        return wanted
    }

    func listInstallationRepositories(_ request: APIRequest) throws(APIFailure) -> APIAnswer {
        guard let grant = request.caller.grant else { throw .badCredentials }
        let visible = repositories.values.filter { covers(grant, $0) }.sorted { $0.id < $1.id }
        return page(visible.map(json), request) { items, total in
            [
                "total_count": .int(total), "repositories": .array(items),
                "repository_selection": grant.repositoryIDs == nil ? "all" : "selected",
            ]
        }
    }

    func revokeToken(_ request: APIRequest) -> APIAnswer {
        if let token = request.caller.grant?.token { grants[token] = nil }
        return .noContent
    }
}
