import Foundation

extension SimulatedGitHub {
    /// Whose hooks hear of something.
    struct DeliveryTarget {
        let owner: String
        let repositoryID: Int
        let installationID: Int?
    }

    /// The members every payload about a repository has.
    func payloadParts(_ repository: Repository, as login: String = "ada") -> JSONValue {
        var parts: JSONValue = ["repository": json(repository), "sender": json(person(login))]
        if repository.owner.kind == .organization { parts["organization"] = organizationJSON(repository.owner) }
        return parts
    }

    func deliveryTarget(_ repository: Repository) -> DeliveryTarget {
        let installation = installations.values.first { installation in
            installation.account.id == repository.owner.id && installation.suspendedAt == nil
                && installation.repositoryIDs?.contains(repository.id) ?? true
        }
        return DeliveryTarget(
            owner: repository.owner.login.lowercased(), repositoryID: repository.id, installationID: installation?.id)
    }

    /// Sends an event to all hooks that cover the repository.
    func emit(
        _ event: String, action: String?, _ repository: Repository, _ members: JSONValue = [:], as login: String = "ada"
    ) {
        repository.updatedAt = now
        var parts = payloadParts(repository, as: login)
        for (name, value) in members.object ?? [:] { parts[name] = value }
        emit(event, action: action, parts: parts, target: deliveryTarget(repository))
    }

    func emit(_ event: String, action: String?, parts: JSONValue, target: DeliveryTarget) {
        var payload = parts
        if let action { payload["action"] = .string(action) }
        for hook in hooks.values.sorted(by: { $0.id < $1.id }) where hook.wants(event) {
            var mine = payload
            switch hook.target {
            case .app:
                guard let id = target.installationID else { continue }
                mine["installation"] = ["id": .int(id), "node_id": nodeID("IntegrationInstallation", id)]
            case .organization(let login): guard login == target.owner else { continue }
            case .repository(let id): guard id == target.repositoryID else { continue }
            }
            enqueue(
                event, action: action, mine, to: hook, repositoryID: target.repositoryID,
                installationID: hook.target == .app ? target.installationID : nil)
        }
        changed()
    }

    /// `installation` events go to the App only.
    func emitInstallation(_ action: String, _ id: Int) {
        guard let installation = installations[id], let hook = appHook else { return }
        let covered = installedRepositories(installation).map(brief)
        let payload: JSONValue = [
            "action": .string(action), "installation": json(installation), "repositories": .array(covered),
            "requester": nil, "sender": json(person("ada")),
        ]
        enqueue("installation", action: action, payload, to: hook, repositoryID: nil, installationID: id)
        changed()
    }

    func emitInstallationRepositories(added: [Repository], removed: [Repository] = []) {
        guard let hook = appHook else { return }
        let action = removed.isEmpty ? "added" : "removed"
        let byOwner = Dictionary(grouping: added + removed, by: \.owner.login)
        for (login, repositories) in byOwner.sorted(by: { $0.key < $1.key }) {
            guard let installation = installations.values.first(where: { $0.account.login == login }) else { continue }
            let payload: JSONValue = [
                "action": .string(action), "installation": json(installation),
                "repository_selection": .string(installation.selection),
                "repositories_added": .array(removed.isEmpty ? repositories.map(brief) : []),
                "repositories_removed": .array(removed.isEmpty ? [] : repositories.map(brief)), "requester": nil,
                "sender": json(person("ada")),
            ]
            enqueue(
                "installation_repositories", action: action, payload, to: hook, repositoryID: nil,
                installationID: installation.id)
        }
        changed()
    }

    func installedRepositories(_ installation: Installation) -> [Repository] {
        repositories.values.filter { isInstalled(installation, on: $0) }.sorted { $0.id < $1.id }
    }

    func isInstalled(_ installation: Installation, on repository: Repository) -> Bool {
        repository.owner.id == installation.account.id
            && installation.repositoryIDs?.contains(repository.id) ?? true
    }
}
