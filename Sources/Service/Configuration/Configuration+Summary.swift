extension Configuration {
    /// The configuration in effect, one aligned line per key, without any secret.
    public var summary: String {
        let rows = summaryRows
        let width = rows.map(\.0.count).max() ?? 0
        return rows.map { name, value in
            name + String(repeating: " ", count: width - name.count + 2) + value
        }.joined(separator: "\n")
    }

    private var summaryRows: [(String, String)] {
        let fixed: [(String, String)] = [
            ("listen", "\(listen)"), ("operations", "\(operations)"), ("data", data),
            ("encryptionKeyFile", encryptionKeyFile ?? "\(data)/encryption.key"), ("github.api", github.api),
            ("github.web", github.web), ("github credential", github.credential.summary),
            ("github.webhookSecrets", github.webhookSecrets.map { "\($0)" }.joined(separator: ", ")),
            ("cluster.kubeconfig", cluster.kubeconfig ?? "in-cluster service account"),
            ("cluster.context", cluster.context ?? "the current one"),
            ("cluster.ingressClass", "\(cluster.ingressClass)"),
            ("cluster.clusterIssuer", cluster.clusterIssuer ?? "none"), ("cluster.domain", cluster.domain ?? "none"),
            ("registry", registry?.summary ?? "ghcr.io without a credential (public images only)"),
        ]
        return fixed + projectRows + environmentRows + [
            ("templates", templates ?? "found by itself"), ("build.workflow", build.workflow),
            ("comments", comments.rawValue),
        ]
    }

    private var projectRows: [(String, String)] {
        projects.enumerated().map { index, rule in
            let topic = rule.topic.map { " with topic \($0)" } ?? ""
            return ("projects[\(index)]", "\(rule.match)\(topic) → \(rule.template)")
        }
    }

    private var environmentRows: [(String, String)] {
        [
            ("development", environments.development), ("staging", environments.staging),
            ("production", environments.production),
        ].map { ("environments.\($0)", "interval \($1.intervalSeconds) s, promotion \($1.promotion.rawValue)") }
    }
}

extension Configuration.IngressClass: CustomStringConvertible {
    public var description: String {
        switch self {
        case .auto: "auto"
        case .none: "none"
        case .named(let name): name
        }
    }
}

extension Configuration.Credential {
    var summary: String {
        switch self {
        case .app(let id, let privateKey): "App \(id), private key \(privateKey)"
        case .token(let token): "token \(token)"
        }
    }
}

extension Configuration.Registry {
    var summary: String {
        username.isEmpty ? "\(host) without a credential" : "\(host) as \(username), password \(password)"
    }
}
