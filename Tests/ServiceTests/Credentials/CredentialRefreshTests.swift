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
    struct Result {
        /// What the cluster holds.
        let passwords: [String]
        /// Seconds the credential has left.
        let left: TimeInterval
        /// How often a secret was written.
        let writes: Int
    }

    /// Runs some rounds for a project whose credential ends in `seconds`.
    /// - Parameter ahead: how far this machine's clock is ahead, in seconds.
    func refresh(
        endingIn seconds: TimeInterval, rounds: Int = 1, ahead: TimeInterval = 0,
        in environments: [EnvironmentName] = EnvironmentName.allCases, notes: Notes = Notes()
    ) async throws -> Result {
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
        for environment in environments {
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
            github: GitHubClient(
                configuration: try .init(api: github.apiURL), credential: .app(app), http: http,
                now: { Date().addingTimeInterval(ahead) }),
            cluster: cluster, settings: Settings(), logger: NotedLog.logger(notes),
            now: { now.addingTimeInterval(ahead) })
        for _ in 0..<rounds { await refresh.refreshAll() }
        let writes = await simulated.requests().filter { $0.verb == "patch" && $0.resource == "secrets" }.count
        let stored = try await simulated.objects("Secret").filter { $0.name.hasSuffix("-git-auth") }
            .map { try #require($0["data"]?["password"]?.string) }
        let expires = try await fixture.database.read { try $0.credentials.find(StorageFixture.project.value)?.expires }
        try await http.shutdown()
        try await cluster.shutdown()
        await simulated.stop()
        await github.shutdown()
        return Result(passwords: stored, left: try #require(expires).timeIntervalSince(now), writes: writes)
    }

    @Test func aTokenThatEndsSoonIsReplacedInEveryEnvironment() async throws {
        let result = try await refresh(endingIn: 14 * 60)
        #expect(result.passwords.count == 3)
        #expect(Set(result.passwords).count == 1)
        #expect(result.passwords.first != Data("old".utf8).base64EncodedString())
        #expect(result.left > CredentialRefresh.life)
    }

    @Test func aMissingNamespaceIsNoWarningAndKeepsNoOtherFromItsToken() async throws {
        let notes = Notes()
        let result = try await refresh(endingIn: 60, in: [.development, .production], notes: notes)
        #expect(result.passwords.count == 2)
        #expect(result.left > CredentialRefresh.life)
        #expect(notes.all.filter { $0.hasPrefix("warning") || $0.hasPrefix("error") } == [])
        let line = notes.all.first { $0.hasPrefix("debug an environment without a namespace") }
        #expect(line?.contains("environment=staging") == true)
        #expect(notes.all.contains { $0.hasPrefix("info git credential renewed") })
    }

    @Test func aTokenThatLastsIsLeftAlone() async throws {
        let result = try await refresh(endingIn: 31 * 60)
        #expect(result.passwords.isEmpty)
        #expect(result.left < 32 * 60)
    }

    /// By that clock every token ends at once; GitHub's answers tell what time it is there.
    @Test func aClockThatIsAnHourAheadMakesNoTokenOld() async throws {
        let result = try await refresh(endingIn: 50 * 60, rounds: 3, ahead: 3600)
        #expect(Set(result.passwords).count == 1)
        #expect(result.writes == 3, "one round, of three environments: before GitHub's time is known")
    }
}
