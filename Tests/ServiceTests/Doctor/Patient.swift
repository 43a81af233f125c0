import Automations
import Foundation
import Redaction
import Simulation
import Testing

@testable import Service

/// A GitHub, a cluster and a configuration with which all is well but that nobody receives webhooks; tests spoil what they
/// are about.
struct Patient: Sendable {
    let github: SimulatedGitHub
    let cluster: SimulatedCluster
    let folder: TemporaryFolder
    let registryToken: String

    static func with<Value: Sendable>(
        github change: (inout SimulatedGitHub.Options) -> Void = { _ in },
        cluster changeCluster: (inout SimulatedCluster.Options) -> Void = { _ in },
        _ body: (Patient) async throws -> Value
    ) async throws -> Value {
        var options = SimulatedGitHub.Options()
        options.recording = nil
        change(&options)
        var clusterOptions = SimulatedCluster.Options()
        clusterOptions.runsControllers = false
        clusterOptions.clusterIssuers = ["letsencrypt"]
        changeCluster(&clusterOptions)
        let github = try await SimulatedGitHub.start(options)
        let cluster = try await SimulatedCluster.start(clusterOptions, sources: github, images: github)
        do {
            let value = try await body(Patient(github: github, cluster: cluster))
            await cluster.stop()
            await github.shutdown()
            return value
        } catch {
            await cluster.stop()
            await github.shutdown()
            throw error
        }
    }

    private init(github: SimulatedGitHub, cluster: SimulatedCluster) async throws {
        self.github = github
        self.cluster = cluster
        folder = try TemporaryFolder()
        registryToken = await github.createClassicToken(scopes: ["read:packages"])
        await github.createAccount("acme", appInstalled: true)
        await github.setAppWebhook(url: SweepFixture.nowhere, secret: "not to be guessed")
        try folder.write(cluster.kubeconfig, to: "kubeconfig")
    }

    private var settings: [String: String] {
        [
            "github.api": github.apiURL, "github.web": github.baseURL, "github.app.id": String(github.app.id),
            "github.app.privateKey": github.app.privateKeyPEM, "github.webhookSecrets": "not to be guessed",
            "cluster.kubeconfig": "\(folder.path)/kubeconfig", "cluster.domain": "apps.example.com",
            "cluster.clusterIssuer": "letsencrypt", "registry.host": "ghcr.io", "registry.username": "bot",
            "registry.password": registryToken, "projects": "[{ match: acme/*, template: static-site }]",
            "templates": Self.templates, "data": "\(folder.path)/data",
        ]
    }

    private static let templates = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Templates").path

    /// A token instead of the App.
    func settings(token: String) -> [String: String?] {
        ["github.app.id": nil, "github.app.privateKey": nil, "github.token": token]
    }

    /// - Parameter changes: nil takes a setting away.
    func draft(_ changes: [String: String?] = [:]) throws -> ConfigurationDraft {
        var flags = settings
        for (key, value) in changes { flags[key] = value }
        return try Configuration.draft(file: nil, flags: flags, workingFolder: folder.path)
    }

    /// - Parameters:
    ///   - atRegistry: whether ghcr.io is the simulated one.
    ///   - registry: its address; `nil` for its own.
    func examine(
        _ changes: [String: String?] = [:], now: Date? = nil, atRegistry: Bool = true, registry: String? = nil,
        callLimit: Duration = .seconds(60)
    ) async throws -> DoctorReport {
        var options = ServiceOptions()
        if atRegistry { options.registryURL = registry ?? github.baseURL }
        if let now { options.now = { now } }
        return await Doctor(try draft(changes), options: options, callLimit: callLimit, checkLimit: .seconds(600))
            .examine()
    }
}

extension DoctorReport {
    /// `✗ sentence | remedy` of a line.
    subscript(area: Check.Area, title: String) -> String {
        checks.filter { $0.area == area && $0.title == title }.map(\.finding.line).joined(separator: "\n")
    }

    /// What is not well.
    var complaints: [String] {
        checks.filter { ![.ok, .unchecked].contains($0.finding.verdict) }.map { "\($0.area.rawValue)/\($0.title)" }
    }
}

extension Finding {
    var line: String {
        let sign = [Verdict.ok: "✓", .warning: "!", .failure: "✗", .unchecked: "–"][verdict] ?? "?"
        return "\(sign) \(sentence)" + (remedy.map { " | \($0)" } ?? "")
    }
}
