import Automations
import Foundation
import Redaction
import Service
import Storage
import Testing

@Suite("Configuration")
struct ConfigurationTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write("-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----\n", to: "app.pem")
        try folder.write("hook-secret\n", to: "hook")
    }

    func load(
        _ yaml: String, environment: [String: String] = [:], flags: [String: String] = [:]
    ) throws(ConfigurationProblems) -> Configuration {
        let file: String
        do {
            file = try folder.write(yaml, to: "slipway.yaml")
        } catch {
            throw ConfigurationProblems([.init(what: "\(error)", whatToDo: "")])
        }
        return try .load(file: file, environment: environment, flags: flags, workingFolder: folder.path)
    }

    /// The problems of a configuration, each as `place: what | what to do`.
    func problems(_ yaml: String, environment: [String: String] = [:], flags: [String: String] = [:]) -> [String] {
        do {
            _ = try load(yaml, environment: environment, flags: flags)
            return []
        } catch {
            return error.problems.map { "\($0.headline) | \($0.whatToDo)" }
        }
    }

    static let least = "github: { token: t, webhookSecrets: [ s ] }\n"

    @Test func everyKeyIsRead() throws {
        let configuration = try load(
            """
            listen: 127.0.0.1:9080
            operations: "[::1]:9081"
            data: ./var
            github:
              api: https://github.example.com/api/v3/
              app: { id: 1001, privateKeyFile: app.pem }
              webhookSecrets: [ "old", "new" ]
            cluster:
              kubeconfig: ~/.kube/config
              context: home
              ingressClass: nginx
              clusterIssuer: letsencrypt-prod
              domain: apps.example.com
            registry: { username: bot, password: p }
            projects:
              - { match: "acme/web-*", template: nextjs-15-app }
              - { match: "acme/*", topic: slipway, template: static-site }
            environments:
              production: { interval: 10m, promotion: manual }
            templates: Templates
            build: { workflow: .github/workflows/build.yaml }
            comments: failures
            retention: { deliveries: 14d, audit: 90d }
            """, environment: ["HOME": "/home/ada"])
        #expect(configuration.listen == SocketAddress(host: "127.0.0.1", port: 9080))
        #expect(configuration.operations == SocketAddress(host: "::1", port: 9081))
        #expect(configuration.data == folder.path + "/var")
        #expect(configuration.github.api == "https://github.example.com/api/v3")
        guard case .app(let id, let key) = configuration.github.credential else {
            Issue.record("not an App")
            return
        }
        #expect(id == 1001)
        #expect(key.value.hasPrefix("-----BEGIN RSA PRIVATE KEY-----\n"))
        #expect(configuration.github.webhookSecrets == [Redacted("old"), Redacted("new")])
        #expect(configuration.kubeconfig == "/home/ada/.kube/config")
        #expect(configuration.kubeconfigContext == "home")
        #expect(configuration.templates == folder.path + "/Templates")
        let settings = configuration.settings
        #expect(settings.gitHubWeb == "https://github.example.com")
        #expect(settings.ingressClass == .named("nginx"))
        #expect(settings.clusterIssuer == "letsencrypt-prod")
        #expect(settings.domain == "apps.example.com")
        #expect(settings.registry.host == "ghcr.io")
        #expect(settings.registry.username == "bot")
        #expect(settings.registry.password == Redacted("p"))
        #expect(
            settings.rules == [
                ProjectRule(match: "acme/web-*", template: "nextjs-15-app"),
                ProjectRule(match: "acme/*", topic: "slipway", template: "static-site"),
            ])
        #expect(settings.environments.development == EnvironmentChoice(interval: "1m"))
        #expect(settings.environments.production == EnvironmentChoice(interval: "10m", promotion: .manual))
        #expect(settings.buildWorkflow == ".github/workflows/build.yaml")
        #expect(settings.comments == .failures)
        #expect(configuration.retention == .seconds(14 * 86_400))
        #expect(configuration.auditRetention == .seconds(90 * 86_400))
        #expect(configuration.warnings == [])
    }

    @Test func defaultsAreThoseOfTheDocumentation() throws {
        let configuration = try load(Self.least)
        #expect(configuration.listen == SocketAddress(host: "0.0.0.0", port: 8080))
        #expect(configuration.operations == SocketAddress(host: "127.0.0.1", port: 8081))
        #expect(configuration.data == folder.path + "/data")
        #expect(configuration.github.api == "https://api.github.com")
        #expect(configuration.settings.gitHubWeb == "https://github.com")
        #expect(configuration.kubeconfig == nil)
        #expect(configuration.retention == .seconds(30 * 86_400))
        #expect(configuration.auditRetention == .seconds(400 * 86_400))
        #expect(configuration.settings.ingressClass == .auto)
        #expect(configuration.settings.registry.host == "ghcr.io")
        #expect(configuration.settings.registry.password == nil)
        #expect(configuration.settings.environments == EnvironmentChoices())
        #expect(configuration.settings.buildWorkflow == ".github/workflows/slipway.yml")
        #expect(configuration.settings.comments == .all)
        #expect(
            configuration.warnings == [
                "projects has no rule, so every repository is left alone. Add one, such as "
                    + "- { match: \"acme/*\", template: static-site }.",
                "cluster.domain is not set, so projects get no Ingress and no address. Set it, such as to apps.example.com.",
            ])
    }

    @Test func environmentWinsOverFileAndFlagsOverBoth() throws {
        let yaml = "listen: 127.0.0.1:1\noperations: 127.0.0.1:1\ncomments: none\n" + Self.least
        let configuration = try load(
            yaml,
            environment: ["SLIPWAY_LISTEN": "127.0.0.1:2", "SLIPWAY_OPERATIONS": "127.0.0.1:2", "SLIPWAY_DATA": ""],
            flags: ["listen": "127.0.0.1:3"])
        #expect(configuration.listen.port == 3)
        #expect(configuration.operations.port == 2)
        #expect(configuration.settings.comments == .none)
        #expect(configuration.data == folder.path + "/data")
    }

    @Test func environmentAloneIsEnough() throws {
        let configuration = try Configuration.load(
            file: nil,
            environment: [
                "SLIPWAY_GITHUB_APP_ID": "7", "SLIPWAY_GITHUB_APP_PRIVATE_KEY_FILE": "app.pem",
                "SLIPWAY_GITHUB_WEBHOOK_SECRETS": "one, two",
                "SLIPWAY_PROJECTS": "[{ match: 'acme/*', template: static-site }]",
                "SLIPWAY_ENVIRONMENTS_STAGING_INTERVAL": "90s",
            ], workingFolder: folder.path)
        #expect(configuration.github.webhookSecrets == [Redacted("one"), Redacted("two")])
        #expect(configuration.settings.rules == [ProjectRule(match: "acme/*", template: "static-site")])
        #expect(configuration.settings.environments.staging.interval == "90s")
    }

    @Test func aStrongerPlaceReplacesTheOtherFormOfASecret() throws {
        let configuration = try load(
            "github: { tokenFile: missing, webhookSecretFiles: [ hook ] }", environment: ["SLIPWAY_GITHUB_TOKEN": "t"])
        guard case .token(let token) = configuration.github.credential else {
            Issue.record("not a token")
            return
        }
        #expect(token.value.value == "t")
        #expect(configuration.github.webhookSecrets == [Redacted("hook-secret")])
    }

    @Test func unknownKeysAreNamedWithTheirPlace() {
        #expect(
            problems("lisen: 0.0.0.0:80\ngithub:\n  apii: x\n  token: t\n  webhookSecrets: [ s ]\nbananas: 1\n") == [
                "slipway.yaml:1:1: unknown key \"lisen\". | Did you mean \"listen\"?",
                "slipway.yaml:3:3: unknown key \"apii\" in github. | Did you mean \"api\"?",
                "slipway.yaml:6:1: unknown key \"bananas\". | The keys here are: listen, operations, data, api, "
                    + "encryptionKey, encryptionKeyFile, github, cluster, registry, registries, projects, quota, "
                    + "containerDefaults, podSecurity, environments, templates, build, comments, retention, sweeps, "
                    + "protection, cleanUp, reachability, "
                    + "proxy, proxyFile, noProxy, fluxProxy, fluxProxyFile, sourceURL, sourceUsername, sourcePassword, "
                    + "sourcePasswordFile.",
            ])
    }

    @Test func protectionIsReadAndItsWebhookIsASecret() throws {
        let base = "github: { token: t, webhookSecrets: [ s ] }\n"
        let standard = try load(base)
        #expect((standard.settings.protection.suspendAfter, standard.settings.protection.failingSources) == (3600, 50))
        #expect(standard.alarmWebhook == nil)
        let hook = "https://hooks.example.com/T0/B0/hush"
        let chosen = try load(
            base + "protection: { suspendAfter: 90m, failingSources: 7, webhook: \"\(hook)\" }")
        #expect((chosen.settings.protection.suspendAfter, chosen.settings.protection.failingSources) == (5400, 7))
        #expect(chosen.alarmWebhook?.value == hook)
        #expect(!chosen.summary.contains("hush"))
        #expect(try load(base + "protection: { suspendAfter: off }").settings.protection.suspendAfter == nil)
        let found = problems(base + "protection: { suspendAfter: 1s, failingSources: 0, webhook: slack }")
        #expect(found.count == 3)
        #expect(!found.contains { $0.contains("slack\"") })
    }

    @Test func sweepsAreReadAndCanBeSwitchedOff() throws {
        let base = "github: { token: t, webhookSecrets: [ s ] }\n"
        let standard = try load(base).sweeps
        #expect(standard == SweepChoices())
        #expect(standard.deliveries == .seconds(300))
        #expect(standard.repositories == .seconds(3600))
        let hook = "orgs/acme/hooks/12"
        let written = try load(
            base + "sweeps: { deliveries: 90s, repositories: off, adopt: all, webhooks: [ \(hook) ] }"
        ).sweeps
        #expect(written.deliveries == .seconds(90))
        #expect(written.repositories == nil)
        #expect(written.adopt == .all)
        #expect(written.webhooks.map(\.description) == [hook])
        let found = problems(base + "sweeps: { deliveries: 1s, webhooks: [ acme ] }")
        #expect(
            found == [
                "slipway.yaml:2:23: sweeps.deliveries is \"1s\". | "
                    + "It should be off, or a time such as 90s, 5m or 1h, from 1m to 24h.",
                "slipway.yaml:2:39: sweeps.webhooks names \"acme\". | "
                    + "It should be the webhook's address, or orgs/NAME/hooks/ID, or repos/OWNER/NAME/hooks/ID.",
            ])
    }

    @Test func everyWrongValueIsToldAtOnce() {
        let yaml = """
            listen: 8080
            data: [ a ]
            github:
              api: github.com
              token: t
              webhookSecrets: [ a, b, c ]
            cluster: { ingressClass: Nginx, domain: https://x }
            registry: { username: bot }
            projects:
              - { match: acme, template: static-site }
              - { match: "acme/*" }
              - { match: "acme/*", template: a, topics: b }
            environments: { staging: { interval: soon, promotion: automtic } }
            build: { workflow: build.yml }
            comments: some
            """
        #expect(
            problems(yaml) == [
                "slipway.yaml:2:7: data should be a single value. | Write it as data: value.",
                "slipway.yaml:12:37: unknown key \"topics\" in projects. | Did you mean \"topic\"?",
                "slipway.yaml:1:9: listen is \"8080\". | It should be HOST:PORT, such as 0.0.0.0:8080, with a port up to "
                    + "65535.",
                "slipway.yaml:4:8: github.api is \"github.com\". | It should be an http or https URL such as "
                    + "https://api.github.com.",
                "slipway.yaml:6:19: 3 webhook secrets are configured. | Keep one, or two while the secret is being changed.",
                "slipway.yaml:7:41: cluster.domain is \"https://x\". | It should be a host name in lower case without "
                    + "scheme, such as apps.example.com.",
                "slipway.yaml:7:26: cluster.ingressClass is \"Nginx\". | It should be auto, none, or the name of an "
                    + "IngressClass.",
                "slipway.yaml:8:23: registry.password is missing. | Set registry.passwordFile to a token with read:packages.",
                "slipway.yaml:10:14: match is \"acme\". | It should be OWNER/NAME, where * stands for any text: acme/web-*.",
                "slipway.yaml:11:5: a rule of projects has no template. | Write it as: - { match: \"acme/*\", template: "
                    + "static-site }.",
                "slipway.yaml:13:38: environments.staging.interval is \"soon\". | It should be a time such as 90s, 5m or "
                    + "1h, at least 10s.",
                "slipway.yaml:13:55: environments.staging.promotion is \"automtic\". | It should be one of automatic, "
                    + "manual. Did you mean \"automatic\"?",
                "slipway.yaml:14:20: build.workflow is \"build.yml\". | It should be a file below .github/workflows/ that "
                    + "ends in .yml or .yaml.",
                "slipway.yaml:15:11: comments is \"some\". | It should be one of all, failures, none. Did you mean "
                    + "\"none\"?",
            ])
    }

    @Test func withoutCredentialOrSecretItDoesNotStart() {
        #expect(
            problems("") == [
                "no webhook secret is configured, so no delivery could be verified. | Set github.webhookSecrets or "
                    + "github.webhookSecretFiles to the secret of the webhook.",
                "no credential for GitHub is configured. | Run slipway app create; or set github.app.id and "
                    + "github.app.privateKeyFile, or github.tokenFile.",
            ])
        #expect(
            problems("github: { app: { id: 1 }, webhookSecrets: [ \"\" ] }") == [
                "slipway.yaml:1:45: a webhook secret is empty. | Use a long random text, the same as in the webhook's "
                    + "settings.",
                "the App's private key is missing. | Set github.app.privateKeyFile to the .pem file that GitHub made for "
                    + "the App.",
            ])
        #expect(
            problems("github: { token: t, app: { id: 1, privateKeyFile: app.pem }, webhookSecrets: [ s ] }") == [
                "slipway.yaml:1:18: github.app and github.token are both set. | Keep one of them."
            ])
        #expect(
            problems("github: { token: t, tokenFile: hook, webhookSecrets: [ s ] }") == [
                "slipway.yaml:1:32: github.token and github.tokenFile are both set. | Keep one of them."
            ])
    }

    @Test func unreadableFilesAreNamedWithTheirKey() throws {
        try folder.write("", to: "nothing")
        #expect(
            problems("github: { app: { id: 0, privateKeyFile: gone.pem }, webhookSecretFiles: [ nothing, . ] }") == [
                "cannot read the webhook secret \(folder.path)/nothing: it is empty. | Write the value into it, or set "
                    + "github.webhookSecretFiles to another file.",
                "cannot read the webhook secret \(folder.path): it is a folder. | Set github.webhookSecretFiles to the file "
                    + "in it.",
                "slipway.yaml:1:22: github.app.id is \"0\". | It should be the App's number, such as 1001.",
                "cannot read the App's private key \(folder.path)/gone.pem: no such file. | Create it, or set "
                    + "github.app.privateKeyFile to where it is.",
            ])
        #expect(
            problems("github: { app: { id: 1, privateKeyFile: hook }, webhookSecrets: [ s ] }") == [
                "slipway.yaml:1:41: the App's private key is not in PEM form. | Use the .pem file that GitHub made for the "
                    + "App; it begins with -----BEGIN RSA PRIVATE KEY-----."
            ])
    }

    @Test func aMissingConfigurationFileIsSaid() {
        #expect(throws: ConfigurationProblems.self) {
            try Configuration.load(file: "/nowhere/slipway.yaml")
        }
    }

    @Test func brokenYAMLIsToldWithItsPlace() {
        #expect(
            problems("listen: [\n") == [
                "slipway.yaml:2:1: this is not YAML: did not find expected node content. | Correct the YAML there; spaces "
                    + "indent, tabs do not."
            ])
        #expect(
            problems("data: a\ndata: b\n" + Self.least).first
                == "slipway.yaml:1:1: the key \"data\" is written twice. | Remove one of them.")
    }
}
