import Redaction

extension GitHubClient {
    private struct SecretChange: Encodable {
        let secret: String
    }

    /// `PATCH …/config`: what GitHub signs deliveries with from now on. The other settings of the webhook stay.
    @discardableResult
    public func setSecret(_ secret: Redacted, of owner: HookOwner) async throws -> HookConfiguration {
        try await client(for: owner).send(.patch(owner.configurationPath, SecretChange(secret: secret.value)))
    }

    /// `POST …/pings`: GitHub sends a ping. An App's webhook has no such call.
    public func ping(_ owner: HookOwner) async throws {
        guard let path = owner.pingPath else { return }
        try await sendIgnoringBody(.post(path))
    }

    private func client(for owner: HookOwner) -> GitHubClient {
        owner == .app ? scoped(to: .app) : self
    }
}

extension HookOwner {
    fileprivate var configurationPath: APIPath {
        switch self {
        case .app: "/app/hook/config"
        case .organization(let login, let hook): "/orgs/\(login, as: "org")/hooks/\(hook, as: "hook_id")/config"
        case .repository(let name, let hook): "/repos/\(name)/hooks/\(hook, as: "hook_id")/config"
        }
    }

    fileprivate var pingPath: APIPath? {
        switch self {
        case .app: nil
        case .organization(let login, let hook): "/orgs/\(login, as: "org")/hooks/\(hook, as: "hook_id")/pings"
        case .repository(let name, let hook): "/repos/\(name)/hooks/\(hook, as: "hook_id")/pings"
        }
    }
}
