import Foundation
import Service
import Simulation

extension DemoSettings {
    static let domain = "apps.example.com"
    static let clusterIssuer = "letsencrypt-prod"
    static let webhookSecret = "the demo's webhook secret"

    var gitHubOptions: SimulatedGitHub.Options {
        var options = SimulatedGitHub.Options()
        // The demo ends builds itself, so that chapters do not overlap however slow the machine is.
        options.build = .held.taking(nil, startsAfter: pace.buildQueue)
        options.latency = pace.gitHubLatency
        return options
    }

    var clusterOptions: SimulatedCluster.Options {
        var options = SimulatedCluster.Options()
        options.clusterIssuers = [Self.clusterIssuer]
        options.timings = pace.cluster
        return options
    }

    func options(_ github: SimulatedGitHub) -> ServiceOptions {
        var options = ServiceOptions()
        options.outboxSpacing = pace.outboxSpacing
        options.patience = (flux: 600, rollout: 600, recheck: pace.recheck)
        options.registryURL = github.baseURL
        return options
    }

    /// Writes what `slipway serve` would be given: configuration, the App's key, kubeconfig, secrets.
    /// - Returns: the path of the configuration.
    func writeConfiguration(
        into folder: DemoFolder, _ github: SimulatedGitHub, _ cluster: SimulatedCluster
    ) async throws -> String {
        try folder.write(github.app.privateKeyPEM, to: "app.pem")
        try folder.write(cluster.kubeconfig, to: "kubeconfig")
        try folder.write(Self.webhookSecret, to: "webhook-secret")
        try folder.write(await github.createClassicToken(scopes: ["read:packages"]), to: "registry-password")
        return try folder.write(
            """
            listen: 127.0.0.1:0
            operations: 127.0.0.1:0
            data: data
            github:
              api: \(github.apiURL)
              web: \(github.baseURL)
              app: { id: \(github.app.id), privateKeyFile: app.pem }
              webhookSecretFiles: [webhook-secret]
            cluster:
              kubeconfig: kubeconfig
              domain: \(Self.domain)
              clusterIssuer: \(Self.clusterIssuer)
            registry: { host: ghcr.io, username: ada, passwordFile: registry-password }
            projects:
              - { match: "*/*", template: \(template) }
            templates: "\(templates)"
            reachability: { check: "off" }

            """, to: DemoWorld.configurationFile)
    }
}
