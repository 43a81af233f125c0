import Foundation
import Simulation

extension World {
    /// What a world is like before anything happens in it.
    struct Options: Sendable {
        var github = SimulatedGitHub.Options()
        var cluster = SimulatedCluster.Options()
        /// Where the cluster's Flux fetches from; `nil`: from GitHub.
        var sources: (@Sendable (SimulatedGitHub) async -> any SourceFetching)?
        /// Environment variables of the program; every key of the configuration is one.
        var environment: [String: String] = [:]
        /// Who signs certificates; `nil`: environments are reached without TLS.
        var clusterIssuer: String? = "letsencrypt"
        /// What the program writes to its log.
        var logLevel = "debug"
        /// How it writes it; `nil`: as it does by itself.
        var logFormat: String?
        /// How many files the system lets the program open; `nil`: as many as this process.
        var openFiles: Int?
        /// Whether the program is started.
        var isServing = true
        /// Whether the webhook is registered.
        var hasWebhook = true

        init() {
            // A Deployment's progress deadline of ten minutes passes in one: a busy machine is no failed rollout.
            cluster.timings.scale = 0.1
            cluster.clusterIssuers = ["letsencrypt"]
        }

        static func with(_ change: (inout Options) -> Void) -> Options {
            var options = Options()
            change(&options)
            return options
        }
    }

    static let webhookSecret = "it stays between us"

    /// Writes `slipway.yaml` and what it names.
    func writeConfiguration(registryToken: String) throws {
        let kubeconfig = folder.appending(path: "kubeconfig")
        try cluster.kubeconfig.write(to: kubeconfig, atomically: true, encoding: .utf8)
        let key = folder.appending(path: "app.pem")
        try github.app.privateKeyPEM.write(to: key, atomically: true, encoding: .utf8)
        let token = folder.appending(path: "registry-token")
        try registryToken.write(to: token, atomically: true, encoding: .utf8)
        try configuration.write(to: configurationFile, atomically: true, encoding: .utf8)
    }

    nonisolated var configurationFile: URL { folder.appending(path: "slipway.yaml") }

    private var configuration: String {
        """
        listen: 127.0.0.1:0
        operations: 127.0.0.1:0
        data: data
        github:
          api: \(github.apiURL)
          web: \(github.baseURL)
          app: { id: \(github.app.id), privateKeyFile: app.pem }
          webhookSecrets: [ "\(Self.webhookSecret)" ]
        cluster: { kubeconfig: kubeconfig, domain: apps.example.com, clusterIssuer: \(options.clusterIssuer ?? "null") }
        registry: { host: "\(github.registryHost)", username: slipway-bot, passwordFile: registry-token }
        projects:
          - { match: "acme/web-*", template: nextjs-15-app }
          - { match: "acme/*", template: static-site }
          - { match: "topical/*", topic: slipway, template: static-site }
        templates: \(PackageRoot.url.appending(path: "Templates").path)
        reachability: { check: "off" }

        """
    }
}
