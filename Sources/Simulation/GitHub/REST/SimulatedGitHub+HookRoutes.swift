import Foundation

extension SimulatedGitHub {
    /// The hook in the path: the App's, an organisation's or a repository's.
    private func hook(_ request: APIRequest) throws(APIFailure) -> Hook {
        let found: Hook?
        if request.path.contains("/app/hook/") {
            found = appHook
        } else if let id = Int(request["hook"]), let hook = hooks[id] {
            let isMine =
                request.repositoryID.map { hook.target == .repository($0) }
                ?? (hook.target == .organization(request["login"].lowercased()))
            if request.repositoryID == nil {
                try checkOrganizationHooks(request, request.method == "GET" ? .read : .write)
            }
            found = isMine ? hook : nil
        } else {
            found = nil
        }
        guard let found else { throw .notFound }
        return found
    }

    private func checkOrganizationHooks(
        _ request: APIRequest, _ level: PermissionLevel = .read
    ) throws(APIFailure) {
        guard let grant = request.caller.grant, grant.allows("organization_hooks", level) else {
            throw .forbidden(request.caller.grant?.refusal ?? "Resource not accessible by integration")
        }
    }

    func listOrganizationHooks(_ request: APIRequest) throws(APIFailure) -> APIAnswer {
        try checkOrganizationHooks(request)
        let target = Hook.Target.organization(request["login"].lowercased())
        return page(hooks.values.filter { $0.target == target }.sorted { $0.id < $1.id }.map(hookJSON), request)
    }

    func listRepositoryHooks(_ request: APIRequest) throws(APIFailure) -> APIAnswer {
        let target = Hook.Target.repository(try repository(request).id)
        return page(hooks.values.filter { $0.target == target }.sorted { $0.id < $1.id }.map(hookJSON), request)
    }

    func showHookConfiguration(_ request: APIRequest) throws(APIFailure) -> APIAnswer {
        APIAnswer(hookConfigurationJSON(try hook(request)))
    }

    private struct ConfigurationInput: Decodable {
        let url: String?
        let secret: String?
    }

    func updateHookConfiguration(_ request: APIRequest) throws(APIFailure) -> APIAnswer {
        let hook = try hook(request)
        let input = try request.decode(ConfigurationInput.self)
        if let url = input.url, !["http", "https"].contains(URLComponents(string: url)?.scheme) {
            throw .unprocessable("Validation Failed")
        }
        hook.url = input.url ?? hook.url
        hook.secret = input.secret ?? hook.secret
        return APIAnswer(hookConfigurationJSON(hook))
    }

    /// Sends a ping, with what signs deliveries now.
    func pingHook(_ request: APIRequest) throws(APIFailure) -> APIAnswer {
        ping(try hook(request))
        return .noContent
    }

    /// Newest first, by cursor.
    func listDeliveries(_ request: APIRequest) throws(APIFailure) -> APIAnswer {
        let hook = try hook(request)
        let size = min(100, max(1, request.query["per_page"].flatMap(Int.init) ?? 30))
        var list = hook.deliveries.filter(isKept).sorted { $0.id > $1.id }
        if let cursor = request.query["cursor"] {
            guard cursor.hasPrefix("v1_"), let before = Int(cursor.dropFirst(3)) else {
                throw .unprocessable("Invalid cursor")
            }
            list = list.filter { $0.id < before }
        }
        if request.query["redelivery"] == "true" { list = list.filter(\.isRedelivery) }
        if request.query["status"] == "failure" { list = list.filter { !(200..<400 ~= $0.statusCode) } }
        let items = Array(list.prefix(size))
        var headers: [String: String] = [:]
        if items.count < list.count, let last = items.last {
            var query = request.query
            query["cursor"] = "v1_\(last.id)"
            headers["Link"] = "<\(url(request, query))>; rel=\"next\""
        }
        return APIAnswer(.array(items.map(deliveryJSON)), headers: headers)
    }

    /// Deliveries that have ended are kept for three days.
    private func isKept(_ delivery: HookDelivery) -> Bool {
        delivery.deliveredAt.map { now.timeIntervalSince($0) < 3 * 86_400 } ?? false
    }

    private func delivery(_ request: APIRequest, of hook: Hook) throws(APIFailure) -> HookDelivery {
        guard let delivery = hook.deliveries.first(where: { String($0.id) == request["delivery"] }), isKept(delivery)
        else { throw .notFound }
        return delivery
    }

    func showDelivery(_ request: APIRequest) throws(APIFailure) -> APIAnswer {
        let hook = try hook(request)
        let delivery = try delivery(request, of: hook)
        var object = deliveryJSON(delivery)
        object["url"] = .string(hook.url)
        object["request"] = [
            "headers": .object(delivery.requestHeaders.mapValues { .string($0) }),
            "payload": (try? JSONValue(parsing: delivery.payload)) ?? nil,
        ]
        object["response"] = ["headers": [:], "payload": .string(delivery.responseBody)]
        return APIAnswer(object)
    }

    /// Asks for a redelivery. It has the same GUID, and an id of its own.
    func redeliver(_ request: APIRequest) throws(APIFailure) -> APIAnswer {
        let hook = try hook(request)
        redeliver(try delivery(request, of: hook), of: hook, by: request.caller.word)
        return APIAnswer([:], status: 202)
    }

    private func deliveryJSON(_ delivery: HookDelivery) -> JSONValue {
        [
            "id": .int(delivery.id), "guid": .string(delivery.guid),
            "delivered_at": GitHubTime.json(delivery.deliveredAt),
            "redelivery": .bool(delivery.isRedelivery), "duration": .double(delivery.duration),
            "status": .string(delivery.status), "status_code": .int(delivery.statusCode),
            "event": .string(delivery.event), "action": .text(delivery.action),
            "installation_id": delivery.installationID.map { .int($0) } ?? .null,
            "repository_id": delivery.repositoryID.map { .int($0) } ?? .null, "throttled_at": nil,
        ]
    }
}
