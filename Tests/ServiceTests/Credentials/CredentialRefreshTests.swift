import AsyncHTTPClient
import Automations
import Foundation
import GitHubAPI
import KubernetesAPI
import Redaction
import Simulation
import Storage
import Testing

@testable import Service

@Suite("Renewing git credentials")
struct CredentialRefreshTests {
    /// Runs one round for a project whose credential ends in `seconds`, and gives what the cluster then holds and how many
    /// seconds the credential then has left.
    func refresh(endingIn seconds: TimeInterval) async throws -> (passwords: [String], left: TimeInterval) {
        let github = try await SimulatedGitHub.start(.init())
        var options = SimulatedCluster.Options()
        options.usesTLS = false
        options.runsControllers = false
        let simulated = try await SimulatedCluster.start(options, sources: github, images: github)
        let fixture = try await StorageFixture()
        let http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: .gitHub)
        let kubeconfig = try fixture.folder.write(simulated.kubeconfig, to: "kubeconfig")
        let cluster = try KubernetesClient(configuration: .load(kubeconfig: kubeconfig))
        try await github.createRepository("acme/web-shop")
        try await fixture.register(repository: Int64(github.info("acme/web-shop").id))
        for environment in EnvironmentName.allCases {
            let name = ProjectNames(StorageFixture.project).namespace(environment).objectName
            _ = try await cluster.apply(Namespace(metadata: ObjectMeta(name: name)))
        }
        let now = Date()
        try await fixture.database.write {
            try $0.credentials.save(
                project: StorageFixture.project.value, kind: .app, token: Redacted("old"),
                expires: now.addingTimeInterval(seconds), at: now)
        }
        let app = try await GitHubApp(id: "\(github.app.id)", privateKey: Redacted(github.app.privateKeyPEM))
        let refresh = CredentialRefresh(
            database: fixture.database,
            github: GitHubClient(configuration: try .init(api: github.apiURL), credential: .app(app), http: http),
            cluster: cluster, settings: Settings(), logger: .silent, now: { now })
        await refresh.refreshAll()
        let stored = try await simulated.objects("Secret").filter { $0.name.hasSuffix("-git-auth") }
            .map { try #require($0["data"]?["password"]?.string) }
        let expires = try await fixture.database.read { try $0.credentials.find(StorageFixture.project.value)?.expires }
        try await http.shutdown()
        try await cluster.shutdown()
        await simulated.stop()
        await github.shutdown()
        return (stored, try #require(expires).timeIntervalSince(now))
    }

    @Test func aTokenThatEndsSoonIsReplacedInEveryEnvironment() async throws {
        let (passwords, left) = try await refresh(endingIn: 19 * 60)
        #expect(passwords.count == 3)
        #expect(Set(passwords).count == 1)
        #expect(passwords.first != Data("old".utf8).base64EncodedString())
        #expect(left > CredentialRefresh.life)
    }

    @Test func aTokenThatLastsIsLeftAlone() async throws {
        let (passwords, left) = try await refresh(endingIn: 21 * 60)
        #expect(passwords.isEmpty)
        #expect(left < 22 * 60)
    }
}
