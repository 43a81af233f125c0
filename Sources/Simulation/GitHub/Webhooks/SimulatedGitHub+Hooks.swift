import Foundation

extension SimulatedGitHub {
    /// Sets where the App's deliveries go and what signs them.
    /// - Returns: the id of the hook.
    @discardableResult
    public func setAppWebhook(
        url: String, secret: String, events: Set<String> = ["push", "repository", "workflow_run"]
    ) -> Int {
        if let hook = appHook {
            hook.url = url
            hook.secret = secret
            hook.events = events
            return hook.id
        }
        return addHook(.app, url: url, secret: secret, events: events)
    }

    /// A webhook of an organisation; it is pinged at once.
    @discardableResult
    public func addOrganizationHook(
        _ login: String, url: String, secret: String, events: Set<String> = ["*"]
    ) -> Int {
        createAccount(login)
        return addHook(.organization(login.lowercased()), url: url, secret: secret, events: events)
    }

    /// A webhook of a repository; it is pinged at once.
    @discardableResult
    public func addRepositoryHook(
        _ fullName: String, url: String, secret: String, events: Set<String> = ["*"]
    ) throws -> Int {
        addHook(.repository(try repository(fullName).id), url: url, secret: secret, events: events)
    }

    /// Changes the secret deliveries are signed with from now on.
    public func setSecret(_ secret: String, ofHook id: Int) { hooks[id]?.secret = secret }

    /// The deliveries of a hook (of all, without one), oldest first.
    public func deliveries(ofHook id: Int? = nil) -> [HookDelivery] {
        let chosen = id.map { [$0] } ?? hooks.keys.sorted()
        return chosen.compactMap { hooks[$0] }.flatMap(\.deliveries)
    }

    /// Whether a delivery is still on its way.
    public var hasPendingDeliveries: Bool { deliveries().contains { $0.deliveredAt == nil } }

    /// Sends a delivery again, as the button on GitHub's page does.
    public func redeliver(_ deliveryID: Int) throws {
        for hook in hooks.values {
            if let delivery = hook.deliveries.first(where: { $0.id == deliveryID }) {
                return redeliver(delivery, of: hook, by: "control")
            }
        }
        throw ControlError(description: "there is no delivery \(deliveryID)")
    }

    var appHook: Hook? { hooks.values.first { $0.target == .app } }

    private func addHook(_ target: Hook.Target, url: String, secret: String, events: Set<String>) -> Int {
        let (stream, queue) = AsyncStream.makeStream(of: Shipment.self)
        let hook = Hook(
            id: newID() + 300_000_000, target: target, url: url, secret: secret, events: events, createdAt: now,
            queue: queue)
        hooks[hook.id] = hook
        work.add { [weak self] in
            var heldBack: Shipment?
            for await shipment in stream {
                if shipment.fault == .swapWithNext, heldBack == nil {
                    heldBack = shipment
                    continue
                }
                await self?.ship(shipment)
                if let late = heldBack { await self?.ship(late) }
                heldBack = nil
            }
        }
        ping(hook)
        return hook.id
    }

    func ping(_ hook: Hook) {
        var payload: JSONValue = [
            "zen": "Keep it logically awesome.", "hook_id": .int(hook.id), "hook": hookJSON(hook),
            "sender": json(person("ada")),
        ]
        switch hook.target {
        case .app: payload["sender"] = nil
        case .organization(let login): payload["organization"] = accounts[login].map(organizationJSON)
        case .repository(let id): payload["repository"] = repositories[id].map(json)
        }
        enqueue("ping", action: nil, payload, to: hook, repositoryID: nil, installationID: nil)
    }

    func hookJSON(_ hook: Hook) -> JSONValue {
        let type =
            switch hook.target {
            case .app: "App"
            case .organization: "Organization"
            case .repository: "Repository"
            }
        return [
            "type": .string(type), "id": .int(hook.id), "name": "web", "active": .bool(hook.isActive),
            "events": .array(hook.events.sorted().map { .string($0) }), "config": hookConfigurationJSON(hook),
            "created_at": GitHubTime.json(hook.createdAt), "updated_at": GitHubTime.json(hook.createdAt),
        ]
    }

    /// The secret is never shown, only whether there is one.
    func hookConfigurationJSON(_ hook: Hook) -> JSONValue {
        var configuration: JSONValue = ["url": .string(hook.url), "content_type": "json", "insecure_ssl": "0"]
        if !hook.secret.isEmpty { configuration["secret"] = "********" }
        return configuration
    }
}
