import KubernetesAPI
import Redaction

/// Where images are pulled from, and with what.
public struct Registry: Sendable {
    /// What the configuration calls it: `registry`, or `registries[0]`.
    public var key: String
    /// Whose images they are, over `owner/name`; nil: those that no other entry matches.
    public var match: Glob?
    public var host: String
    /// Nil for public images.
    public var username: String?
    /// For ghcr.io a classic token with `read:packages`: the registry does not accept App tokens.
    public var secret: LiveSecret?

    /// The secret as it is now.
    public var password: Redacted? { secret?.value }

    public init(
        key: String = "registry", match: Glob? = nil, host: String = "ghcr.io", username: String? = nil,
        secret: LiveSecret?
    ) {
        self.key = key
        self.match = match
        self.host = host
        self.username = username
        self.secret = secret
    }

    public init(host: String = "ghcr.io", username: String? = nil, password: Redacted? = nil) {
        self.init(host: host, username: username, secret: password.map { LiveSecret($0) })
    }

    /// What a person sets when it is refused.
    public var passwordKey: String { "\(key).passwordFile" }

    /// `nil` for public images.
    public var login: DockerConfig? {
        guard let username, let password else { return nil }
        return DockerConfig(registry: host, username: username, password: password)
    }
}

extension Settings {
    /// The entry for a project: the first that matches, else the one for all.
    public func registry(of fullName: String) -> Registry {
        registries.first { $0.match?.matches(fullName) ?? true } ?? registry
    }

    /// Every entry, the one for all last.
    public var allRegistries: [Registry] { registries + [registry] }

    /// Whether pods of some project pull with a login: then every environment has a pull Secret.
    public var hasRegistryLogin: Bool { allRegistries.contains { $0.login != nil } }

    /// What the pull Secret of a project holds: nil where nobody has one. A project without a login has one that holds
    /// none where others have theirs, so that what a former entry gave it is taken away.
    public func registryLogin(of fullName: String) -> DockerConfig? {
        guard hasRegistryLogin else { return nil }
        let entry = registry(of: fullName)
        return entry.login ?? .none(for: entry.host)
    }
}

extension Registry {
    /// Whether GitHub's API knows its passwords.
    public var isGitHubs: Bool { host == "ghcr.io" }
}
