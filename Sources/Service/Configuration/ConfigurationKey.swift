/// The keys of `slipway.yaml`, spelled once: the file, the environment variables and the flags are all read against this tree.
indirect enum ConfigurationKey: Sendable {
    case scalar
    /// A list of texts; comma-separated in an environment variable.
    case list
    /// Names with their amounts, such as `pods: 10`; YAML in an environment variable.
    case amounts
    /// A list of rules; YAML in an environment variable.
    case rules(RuleShape)
    case section([(name: String, key: ConfigurationKey)])

    static let root = ConfigurationKey.section(places + limits + habits)

    /// Where everything is.
    private static let places: [(name: String, key: ConfigurationKey)] = [
        ("listen", .scalar), ("operations", .scalar), ("data", .scalar),
        ("api", scalars("token", "tokenFile", "readToken", "readTokenFile")),
        ("encryptionKey", .scalar), ("encryptionKeyFile", .scalar),
        ("github", github), ("cluster", cluster),
        ("registry", scalars("host", "username", "password", "passwordFile")),
        ("registries", .rules(.registries)), ("projects", .rules(.projects)),
    ]

    /// How Slipway goes about it.
    private static let habits: [(name: String, key: ConfigurationKey)] = [
        ("environments", .section(["development", "staging", "production"].map { ($0, environment) })),
        ("templates", .scalar), ("build", scalars("workflow")), ("comments", .scalar),
        ("retention", scalars("deliveries", "audit")), ("sweeps", sweeps),
        ("protection", scalars("suspendAfter", "failingSources", "webhook", "webhookFile")),
        (
            "cleanUp",
            .section([
                ("failedAfter", .scalar), ("unusedAfter", .scalar), ("deletedAfter", .scalar), ("words", .list),
            ])
        ),
        ("reachability", .section([("check", .scalar), ("allow", .list)])),
        ("proxy", .scalar), ("proxyFile", .scalar), ("noProxy", .list),
        ("fluxProxy", .scalar), ("fluxProxyFile", .scalar),
        ("sourceURL", .scalar), ("sourceUsername", .scalar), ("sourcePassword", .scalar),
        ("sourcePasswordFile", .scalar),
    ]

    /// For all projects, and in the same words for those of one rule.
    static let limits: [(name: String, key: ConfigurationKey)] = [
        ("quota", .amounts), ("containerDefaults", .section([("default", .amounts), ("defaultRequest", .amounts)])),
        ("podSecurity", scalars("enforce", "warn", "audit")),
    ]

    private static let github = ConfigurationKey.section([
        ("api", .scalar), ("web", .scalar), ("app", scalars("id", "privateKey", "privateKeyFile")),
        ("token", .scalar), ("tokenFile", .scalar), ("webhookSecrets", .list), ("webhookSecretFiles", .list),
    ])

    private static let cluster = scalars("kubeconfig", "context", "ingressClass", "clusterIssuer", "domain")
    private static let environment = scalars("interval", "promotion")
    private static let sweeps = ConfigurationKey.section([
        ("deliveries", .scalar), ("repositories", .scalar), ("adopt", .scalar), ("webhooks", .list),
    ])

    private static func scalars(_ names: String...) -> ConfigurationKey {
        .section(names.map { ($0, .scalar) })
    }

    /// Every key that holds a value, as a dotted path, in the order of the tree.
    static let leaves: [(path: String, key: ConfigurationKey)] = leaves(of: root, path: "")

    private static func leaves(of key: ConfigurationKey, path: String) -> [(path: String, key: ConfigurationKey)] {
        guard case .section(let entries) = key else { return [(path, key)] }
        return entries.flatMap { leaves(of: $0.key, path: path.isEmpty ? $0.name : "\(path).\($0.name)") }
    }

    /// `github.app.privateKeyFile` → `SLIPWAY_GITHUB_APP_PRIVATE_KEY_FILE`, `sourceURL` → `SLIPWAY_SOURCE_URL`.
    static func variable(for path: String) -> String {
        var words = ""
        var last: Character = "."
        for character in path {
            if character == "." {
                words.append("_")
            } else {
                if character.isUppercase, last.isLowercase { words.append("_") }
                words.append(contentsOf: character.uppercased())
            }
            last = character
        }
        return "SLIPWAY_" + words
    }
}

extension Configuration {
    /// The environment variables of the keys that begin with one of these.
    public static func variables(of prefixes: [String]) -> [String] {
        ConfigurationKey.leaves.map(\.path).filter { path in prefixes.contains { path.hasPrefix($0) } }
            .map(ConfigurationKey.variable)
    }
}
