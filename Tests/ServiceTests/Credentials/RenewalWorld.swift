import AsyncHTTPClient
import Automations
import Foundation
import GitHubAPI
import KubernetesAPI
import Redaction
import Simulation
import Storage
import Synchronization
import Testing

@testable import Service

/// A simulated GitHub with an App, a simulated cluster and many projects, at a time that passes when it is told to.
final class RenewalWorld: Sendable {
    let github: SimulatedGitHub
    let simulated: SimulatedCluster
    let fixture: StorageFixture
    let http: HTTPClient
    let cluster: KubernetesClient
    let time: LaterTime
    private let known = Mutex<[ProjectID]>([])
    var ids: [ProjectID] { known.withLock { $0 } }
    let notes = Notes()

    private init(start: Date = StorageFixture.now) async throws {
        let time = LaterTime(start)
        var world = SimulatedGitHub.Options()
        world.now = { time.now }
        github = try await SimulatedGitHub.start(world)
        var options = SimulatedCluster.Options()
        options.usesTLS = false
        options.runsControllers = false
        simulated = try await SimulatedCluster.start(options, sources: github, images: github)
        fixture = try await StorageFixture()
        http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: .gitHub)
        let kubeconfig = try fixture.folder.write(simulated.kubeconfig, to: "kubeconfig")
        cluster = try KubernetesClient(configuration: .load(kubeconfig: kubeconfig))
        self.time = time
    }

    /// Creates the repositories, and what the set-up of projects leaves.
    private func fill(_ count: Int) async throws {
        let start = time.now
        var created: [Int64] = []
        for number in 0..<count {
            created.append(Int64(try await github.createRepository("acme/project-\(number)").id))
        }
        let repositories = created
        let ids = repositories.map { ProjectID(gitHubHost: "github.com", repository: $0) }
        known.withLock { $0 = ids }
        let installation = Int64(try await github.installationID(of: "acme"))
        for id in ids {
            let name = ProjectNames(id).namespace(.development).objectName
            _ = try await cluster.apply(Namespace(metadata: ObjectMeta(name: name)))
        }
        try await fixture.database.write { tx in
            for (number, (repository, id)) in zip(repositories, ids).enumerated() {
                try tx.projects.register(
                    ProjectRecord(
                        id: id.value, repository: repository, owner: "acme", ownerID: 1, name: "project-\(number)",
                        isPrivate: true, installation: installation, branch: "main", template: "static-site",
                        state: .active, created: start),
                    environments: [
                        EnvironmentRecord(
                            project: id.value, name: .development,
                            namespace: ProjectNames(id).namespace(.development).text, updated: start)
                    ])
                try tx.credentials.save(
                    project: id.value, kind: .app, token: Redacted("old"),
                    expires: start.addingTimeInterval(3540 + 60 * Double(number) / Double(count)), at: start)
            }
        }
    }

    /// As after a start: nothing is remembered but what is in the database.
    func refresh(_ limits: RenewalPace.Limits = .init(), metrics: MetricsRegistry? = nil) async throws
        -> CredentialRefresh
    {
        let app = try await GitHubApp(id: "\(github.app.id)", privateKey: Redacted(github.app.privateKeyPEM))
        let client = GitHubClient(
            configuration: try .init(api: github.apiURL), credential: .app(app), http: http, now: { [time] in time.now }
        )
        return CredentialRefresh(
            database: fixture.database, github: client, cluster: cluster, settings: Settings(),
            logger: NotedLog.logger(notes), pace: RenewalPace(limits), metrics: metrics, now: { [time] in time.now })
    }

    /// Seconds that the token that ends first has left.
    func shortest() async throws -> TimeInterval {
        let far = time.now.addingTimeInterval(86_400)
        let first = try await fixture.database.read { try $0.credentials.expiring(before: far).first?.expires }
        return try #require(first).timeIntervalSince(time.now)
    }

    /// The requests for tokens.
    func asked() async -> [RecordedRequest] {
        await github.ledger.filter { $0.path.hasSuffix("/access_tokens") }
    }

    private func stop() async throws {
        try await http.shutdown()
        try await cluster.shutdown()
        await simulated.stop()
        await github.shutdown()
    }

    /// Runs a test in a world of its own, and takes it down whatever comes.
    /// - Parameter count: projects that were set up within one minute before the start; each has one namespace.
    static func with(projects count: Int, _ body: (RenewalWorld) async throws -> Void) async throws {
        let world = try await RenewalWorld()
        do {
            try await world.fill(count)
            try await body(world)
        } catch {
            try await world.stop()
            throw error
        }
        try await world.stop()
    }
}
