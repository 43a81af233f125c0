import Foundation

extension SimulatedGitHub {
    /// The repository the request was authorised for.
    func repository(_ request: APIRequest) throws(APIFailure) -> Repository {
        guard let repository = request.repositoryID.flatMap({ repositories[$0] }) else { throw .notFound }
        return repository
    }

    func showRepository(_ request: APIRequest) throws(APIFailure) -> APIAnswer {
        let repository = try repository(request)
        var object = json(repository)
        if let parent = repository.parentID.flatMap({ repositories[$0] }) {
            object["parent"] = json(parent)
            object["source"] = json(parent)
        }
        if let grant = request.caller.grant {
            let writes = grant.allows("contents", .write)
            object["permissions"] = [
                "admin": false, "maintain": false, "push": .bool(writes), "triage": .bool(writes), "pull": true,
            ]
        }
        if repository.owner.kind == .organization { object["organization"] = json(repository.owner) }
        return APIAnswer(object)
    }

    func showTopics(_ request: APIRequest) throws(APIFailure) -> APIAnswer {
        APIAnswer(["names": .array(try repository(request).topics.map { .string($0) })])
    }

    func listBranches(_ request: APIRequest) throws(APIFailure) -> APIAnswer {
        let repository = try repository(request)
        let heads = repository.git.refs.filter { $0.key.hasPrefix("refs/heads/") }.sorted { $0.key < $1.key }
        let list: [JSONValue] = heads.map { ref, id in
            [
                "name": .string(String(ref.dropFirst("refs/heads/".count))), "protected": false,
                "commit": [
                    "sha": .string(id), "url": .string("\(apiURL)/repos/\(repository.fullName)/commits/\(id)"),
                ],
            ]
        }
        return page(list, request)
    }

    func showBranch(_ request: APIRequest) throws(APIFailure) -> APIAnswer {
        let repository = try repository(request)
        guard let id = repository.git.refs["refs/heads/\(request["branch"])"] else {
            throw APIFailure(status: 404, message: "Branch not found")
        }
        return APIAnswer([
            "name": .string(request["branch"]), "commit": commitJSON(id, in: repository), "protected": false,
            "protection": ["enabled": false],
        ])
    }

    func showUser(_ request: APIRequest) throws(APIFailure) -> APIAnswer {
        guard let grant = request.caller.grant else { throw .badCredentials }
        if case .installation = grant.kind { throw .forbidden(grant.refusal) }
        return APIAnswer(json(person(grant.login)))
    }

    func showAccount(_ request: APIRequest) throws(APIFailure) -> APIAnswer {
        guard let account = accounts[request["login"].lowercased()] else { throw .notFound }
        return APIAnswer(json(account))
    }

    func listRepositories(_ request: APIRequest) throws(APIFailure) -> APIAnswer {
        let login = request["login"].lowercased()
        guard login.isEmpty || accounts[login] != nil else { throw .notFound }
        let visible = repositories.values.sorted { $0.id < $1.id }.filter { repository in
            (login.isEmpty || repository.owner.login.lowercased() == login) && isVisible(repository, to: request.caller)
        }
        return page(visible.map(json), request)
    }

    /// One page of a list, with `Link` to the next and the last.
    func page(_ list: [JSONValue], _ request: APIRequest, wrap: (([JSONValue], Int) -> JSONValue)? = nil) -> APIAnswer {
        let size = min(100, max(1, request.query["per_page"].flatMap(Int.init) ?? 30))
        let number = max(1, request.query["page"].flatMap(Int.init) ?? 1)
        let last = max(1, (list.count + size - 1) / size)
        let items = Array(list.dropFirst((number - 1) * size).prefix(size))
        var links: [String] = []
        func link(_ page: Int, _ relation: String) {
            var query = request.query
            query["page"] = String(page)
            links.append("<\(url(request, query))>; rel=\"\(relation)\"")
        }
        if number > 1 { link(number - 1, "prev") }
        if number < last { link(number + 1, "next") }
        if number < last { link(last, "last") }
        if number > 1 { link(1, "first") }
        let headers = links.isEmpty ? [:] : ["Link": links.joined(separator: ", ")]
        return APIAnswer(wrap.map { $0(items, list.count) } ?? .array(items), headers: headers)
    }

    /// The address of the request with another query.
    func url(_ request: APIRequest, _ query: [String: String]) -> String {
        let pairs = query.sorted { $0.key < $1.key }.map { key, value in
            "\(key)=\(value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? value)"
        }
        return baseURL + request.path + "?" + pairs.joined(separator: "&")
    }
}
