import AsyncHTTPClient
import Automations
import Foundation
import GitHubAPI
import KubernetesAPI
import Redaction
import RunEngine
import Scaffolding
import Simulation
import Testing

@testable import Service
@testable import Storage

/// The automations between a simulated GitHub and a simulated cluster, and nothing else of the service: what is said waits in
/// the outbox, and nobody watches.
struct AutomationFixture: Sendable {
    let time = QuickTime()
    let storage: StorageFixture
    let github: SimulatedGitHub
    let cluster: SimulatedCluster
    let client: GitHubClient
    let settings: Settings
    private let http: HTTPClient
    private let kubernetes: KubernetesClient

    var database: Storage.Database { storage.database }

    /// Runs a test while the automations run.
    static func with(
        _ change: (inout Settings) -> Void = { _ in },
        _ body: @escaping @Sendable (AutomationFixture) async throws -> Void
    ) async throws {
        let fixture = try await AutomationFixture(change)
        do {
            try await serving([fixture.engine]) { try await body(fixture) }
        } catch {
            try? await fixture.end()
            throw error
        }
        try await fixture.end()
    }

    private func end() async throws {
        try await http.shutdown()
        try await kubernetes.shutdown()
        await cluster.stop()
        await github.shutdown()
    }

    private init(_ change: (inout Settings) -> Void) async throws {
        var options = SimulatedGitHub.Options()
        options.registryHost = nil
        options.recording = nil
        github = try await SimulatedGitHub.start(options)
        var place = SimulatedCluster.Options()
        place.usesTLS = false
        place.now = { [time] in time.now }
        // Deadlines are measured with this time, of which a hundred seconds pass in one.
        place.timings.patience = 400
        cluster = try await SimulatedCluster.start(place, sources: github, images: github)
        storage = try await StorageFixture()
        http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: .gitHub)
        let app = try await GitHubApp(id: "\(github.app.id)", privateKey: Redacted(github.app.privateKeyPEM))
        client = GitHubClient(configuration: try .init(api: github.apiURL), credential: .app(app), http: http)
        let kubeconfig = try storage.folder.write(cluster.kubeconfig, to: "kubeconfig")
        kubernetes = try KubernetesClient(configuration: .load(kubeconfig: kubeconfig))
        let token = await github.createClassicToken(scopes: ["read:packages"])
        var settings = Settings(
            gitHubWeb: github.baseURL,
            registry: Registry(host: github.registryHost, username: "slipway-bot", password: Redacted(token)),
            rules: [ProjectRule(match: "acme/*", template: "static-site")],
            patience: Patience(flux: 36_000, rollout: 36_000, recheck: 5))
        change(&settings)
        self.settings = settings
    }

    private var engine: RunEngine {
        let templates = URL(filePath: #filePath).appending(path: "../../../../Templates").standardizedFileURL
        let bench = Workbench(
            settings: settings, gitHub: client, cluster: kubernetes, templates: TemplateLibrary(folder: templates.path))
        // So long that a slow machine loses none, at the speed of this time.
        let options = RunEngineOptions(lease: .seconds(36_000), time: time.source)
        return RunEngine(database: database, automations: bench.automations, options: options, logger: .silent)
    }

    // MARK: Projects

    /// Creates a repository and enqueues its set-up.
    func create(_ name: String, topics: [String] = [], isPrivate: Bool = false) async throws -> Site {
        var options = NewRepository.empty
        (options.topics, options.isPrivate) = (topics, isPrivate)
        let info = try await github.createRepository(name, options)
        let fullName = try #require(RepositoryName(name))
        let installation = Int64(try await github.installationID(of: fullName.owner))
        let input = SetUpInput(repository: Int64(info.id), fullName: fullName, installation: installation)
        let id = ProjectID(gitHubHost: settings.gitHubHost, repository: input.repository)
        try await enqueue(
            RoutedRun(semanticKey: "setup:\(info.id)", project: id, input: .setUpProject(input)))
        return Site(fixture: self, id: id, input: input)
    }

    /// Creates a repository and waits until its project is active.
    func createProject(_ name: String, topics: [String] = [], isPrivate: Bool = false) async throws -> Site {
        let site = try await create(name, topics: topics, isPrivate: isPrivate)
        try await site.becomes(.active)
        return site
    }

    func enqueue(_ run: RoutedRun) async throws {
        let now = time.now
        try await database.write { _ = try $0.runs.enqueue(try NewRun(run, delivery: nil), at: now) }
    }

    /// A project of the fixture.
    struct Site: Sendable {
        let fixture: AutomationFixture
        let id: ProjectID
        let input: SetUpInput

        var project: ProjectRecord? {
            get async throws { try await read { try $0.projects.find(id.value) } }
        }

        var archival: ArchivalRecord? {
            get async throws { try await read { try $0.archivals.find(id.value) } }
        }

        func environment(_ name: EnvironmentName) async throws -> EnvironmentRecord? {
            try await read { try $0.environments.find(id.value, name) }
        }

        func namespace(_ environment: EnvironmentName) -> String { ProjectNames(id).namespace(environment).text }

        func runs(_ automation: AutomationName) async throws -> [RunRecord] {
            try await read { try $0.runs.list(project: id.value, limit: 100) }
                .filter { $0.automation == automation.rawValue }
        }

        func read<Value: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> Value) async throws -> Value {
            try await fixture.database.read(body)
        }

        @discardableResult
        func write<Value: Sendable>(
            _ body: @escaping @Sendable (_ tx: Transaction, _ project: ProjectRecord, _ now: Date) throws -> Value
        ) async throws -> Value {
            let now = fixture.time.now
            return try await fixture.database.write { tx in
                try body(tx, try #require(try tx.projects.find(id.value)), now)
            }
        }

        func becomes(_ state: ProjectState) async throws {
            try await eventually("\(input.fullName) is \(state)") { try await project?.state == state }
        }

        /// Waits for what may take long beside other worlds.
        func eventually(_ what: String, _ condition: () async throws -> Bool) async throws {
            do {
                try await ServiceTests.eventually(what, within: .seconds(120), condition)
            } catch let error as NeverHappened {
                throw NeverHappened(what: "\(error.what); \(try await standing)")
            }
        }

        /// How far its runs and releases are, for a failure.
        private var standing: String {
            get async throws {
                try await read { tx in
                    let runs = try tx.runs.list(project: id.value, limit: 20).map { run in
                        "\(run.automation) \(run.state) \(run.waitsFor ?? run.outcome ?? "")"
                    }
                    let releases = try tx.releases.list(project: id.value, limit: 5).flatMap { release in
                        try tx.releases.environments(of: release.id).map { row in
                            "\(release.id) \(row.environment) \(row.state) \(row.detail ?? "")"
                        }
                    }
                    let environments = try tx.environments.all(of: id.value).map { environment in
                        "\(environment.name) \(environment.state) \(environment.message ?? "")"
                    }
                    return (runs + releases + environments).joined(separator: "; ")
                }
            }
        }

        /// Takes it out of the cluster as a person does, and waits until all of it is gone.
        func archive() async throws {
            try await write { tx, project, now in _ = try tx.archive(project, at: now) }
            try await becomes(.archived)
        }

        /// Brings it back as a push does.
        func comeBack() async throws {
            try await write { tx, project, now in
                let life = try #require(try tx.revive(project.id, at: now))
                var input = input
                input.comesBack(from: life)
                let key = "setup:\(input.repository):\(now.timeIntervalSince1970)"
                let run = RoutedRun(semanticKey: key, project: id, input: .setUpProject(input))
                _ = try tx.runs.enqueue(try NewRun(run, delivery: nil), at: now)
            }
        }

        /// What is to be said on a commit.
        func comment(on sha: String) async throws -> String {
            let entry = try await read { try $0.outbox.find("comment:\(id.value):\(sha)") }
            return try entry?.payload(as: SaidComment.self).body ?? ""
        }

        /// GitHub takes what is said on a commit.
        func post(on sha: String) async throws {
            try await write { tx, _, now in
                let key = "comment:\(id.value):\(sha)"
                let version = try tx.outbox.find(key)?.version ?? 0
                try tx.outbox.delivered(key, version: version, remoteID: 1, at: now)
            }
        }

        /// Requests to delete a namespace or something in it.
        func deletions(in environment: EnvironmentName) async -> [ClusterRequest] {
            await fixture.cluster.requests().filter { request in
                request.verb == "delete"
                    && (request.namespace == namespace(environment) || request.name == namespace(environment))
            }
        }
    }
}
