import Automations
import Redaction
import Storage

extension Configuration {
    /// The configuration in effect, one aligned line per key, without any secret.
    public var summary: String {
        let rows = processRows + settingsRows
        let width = rows.map(\.0.count).max() ?? 0
        return rows.map { name, value in
            name + String(repeating: " ", count: width - name.count + 2) + value
        }.joined(separator: "\n")
    }

    private var processRows: [(String, String)] {
        [
            ("listen", "\(listen)"), ("operations", "\(operations)"), ("data", data),
            ("api.token", api.token?.description ?? "in \(data)/\(APITokenFile.name)"),
            ("api.readToken", api.readToken?.description ?? "none"),
            ("encryptionKey", encryptionKey?.description ?? "in \(data)/encryption.key"), ("github.api", github.api),
            ("github.web", settings.gitHubWeb), ("github credential", github.credential.summary),
            ("github.webhookSecrets", github.webhookSecrets.map { "\($0)" }.joined(separator: ", ")),
            ("cluster.kubeconfig", kubeconfig ?? "in-cluster service account"),
            ("cluster.context", kubeconfigContext ?? "the current one"), ("templates", templates ?? "found by itself"),
            ("retention.deliveries", Self.kept(retention)), ("retention.audit", Self.kept(auditRetention)),
        ] + networkRows
    }

    private var networkRows: [(String, String)] {
        let source = settings.source
        var rows = [("proxy", proxies.https?.description ?? "none")]
        if proxies.http != proxies.https { rows.append(("proxy for http", proxies.http?.description ?? "none")) }
        if proxies.https ?? proxies.http != nil { rows.append(("noProxy", "\(proxies.exceptions)")) }
        let allowed = reachability.map { $0.allowed.map(\.description).joined(separator: ", ") }
        rows.append(("reachability.check", reachability == nil ? "off" : "on"))
        if let allowed, !allowed.isEmpty { rows.append(("reachability.allow", allowed)) }
        rows.append(("fluxProxy", source.proxy?.summary ?? "none"))
        rows.append(("sourceURL", source.mirror?.summary ?? "GitHub's"))
        return rows
    }

    private static func kept(_ duration: Duration) -> String {
        let hours = duration.components.seconds / 3600
        return hours % 24 == 0 ? "\(hours / 24)d" : "\(hours)h"
    }

    private var settingsRows: [(String, String)] {
        let rules = settings.rules.enumerated().map { ("projects[\($0)]", $1.summary) }
        let registries = settings.registries.map { ($0.key, "\($0.match?.pattern ?? "*") → \($0.summary)") }
        let environments = EnvironmentName.allCases.map {
            let choice = settings.environments[$0]
            return ("environments.\($0)", "interval \(choice.interval), promotion \(choice.promotion)")
        }
        return [
            ("cluster.ingressClass", settings.ingressClass.summary),
            ("cluster.clusterIssuer", settings.clusterIssuer ?? "none"), ("cluster.domain", settings.domain ?? "none"),
            ("registry", settings.registry.summary),
        ] + registries + rules + settings.limits.rows + environments + [
            ("build.workflow", settings.buildWorkflow), ("comments", "\(settings.comments)"),
        ] + sweeps.rows + settings.cleanUp.rows + settings.protection.rows
            + [("protection.webhook", alarmWebhook?.description ?? "none")]
    }
}

extension Limits {
    fileprivate var rows: [(String, String)] {
        func text(_ amounts: [String: String]) -> String {
            amounts.sorted { $0.key < $1.key }.map { "\($0) \($1)" }.joined(separator: ", ")
        }
        let audit = podSecurity.audit.map { ", audit \($0)" } ?? ""
        return [
            ("quota", text(quota)), ("containerDefaults.default", text(defaultLimits)),
            ("containerDefaults.defaultRequest", text(defaultRequests)),
            ("podSecurity", "enforce \(podSecurity.enforce), warn \(podSecurity.warn)\(audit)"),
        ]
    }
}

extension SweepChoices {
    fileprivate var rows: [(String, String)] {
        let found = "found by their path"
        let names = webhooks.isEmpty ? found : webhooks.map(\.description).joined(separator: ", ")
        return [
            ("sweeps.deliveries", deliveries.map { "every \($0.components.seconds) s" } ?? "off"),
            ("sweeps.repositories", repositories.map { "every \($0.components.seconds) s" } ?? "off"),
            ("sweeps.adopt", adopt.rawValue), ("sweeps.webhooks", names),
        ]
    }
}

extension Protection {
    fileprivate var rows: [(String, String)] {
        [
            ("protection.suspendAfter", suspendAfter.map(Wording.duration) ?? "off"),
            ("protection.failingSources", "\(failingSources)"),
        ]
    }
}

extension CleanUpChoices {
    fileprivate var rows: [(String, String)] {
        func text(_ seconds: Double?) -> String {
            guard let hours = seconds.map({ Int($0 / 3600) }) else { return "off" }
            return hours % 24 == 0 ? "\(hours / 24)d" : "\(hours)h"
        }
        return [
            ("cleanUp.failedAfter", text(failedAfter)), ("cleanUp.unusedAfter", text(unusedAfter)),
            ("cleanUp.words", words.isEmpty ? "none" : words.joined(separator: ", ")),
            ("cleanUp.deletedAfter", text(deletedAfter)),
        ]
    }
}

extension ProjectRule {
    fileprivate var summary: String {
        let own = limits == LimitsChoice() ? "" : " with limits of its own"
        return "\(match)\(topic.map { " with topic \($0)" } ?? "") → \(template)\(own)"
    }
}

extension IngressClassChoice {
    fileprivate var summary: String {
        switch self {
        case .auto: "auto"
        case .none: "none"
        case .named(let name): name
        }
    }
}

extension Configuration.Credential {
    fileprivate var summary: String {
        switch self {
        case .app(let id, let privateKey): "App \(id), private key \(privateKey)"
        case .token(let token): "token \(token.value)"
        }
    }
}

extension SourceProxy {
    fileprivate var summary: String {
        address + (username.map { " as \($0)" } ?? "") + (password.map { ", password \($0)" } ?? "")
    }
}

extension SourceMirror {
    fileprivate var summary: String {
        guard let login else { return "\(url) without a credential" }
        return "\(url) as \(login.username), password \(login.password)"
    }
}

extension Registry {
    fileprivate var summary: String {
        guard let username, let password else { return "\(host) without a credential (public images only)" }
        return "\(host) as \(username), password \(password)"
    }
}
