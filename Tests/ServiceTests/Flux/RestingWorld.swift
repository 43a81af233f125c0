import AsyncHTTPClient
import Automations
import Foundation
import GitHubAPI
import KubernetesAPI
import Logging
import Redaction
import RunEngine
import Scaffolding
import Simulation
import Storage
import Testing

/// A project whose source fails, in a simulated cluster where no controller works, and an engine that lets it rest.
struct RestingWorld {
    let storage: StorageFixture
    let cluster: SimulatedCluster
    let client: KubernetesClient
    let time: LaterTime
    let source: GitOpsResourceRecord

    var id: String { StorageFixture.project.value }
    private static let names = ProjectNames(StorageFixture.project)
    private static let namespace = names.namespace(.staging)

    static func with(
        _ protection: Protection, _ test: @escaping @Sendable (RestingWorld) async throws -> Void
    ) async throws {
        let github = try await SimulatedGitHub.start(.init())
        var options = SimulatedCluster.Options()
        options.usesTLS = false
        options.runsControllers = false
        let cluster = try await SimulatedCluster.start(options, sources: github, images: github)
        let storage = try await StorageFixture()
        let kubeconfig = try storage.folder.write(cluster.kubeconfig, to: "kubeconfig")
        let client = try KubernetesClient(configuration: .load(kubeconfig: kubeconfig))
        let http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: .gitHub)
        let world = RestingWorld(storage: storage, cluster: cluster, client: client)
        let bench = Workbench(
            settings: Settings(protection: protection),
            gitHub: GitHubClient(
                configuration: try .init(api: github.apiURL), credential: .token(LiveSecret(Redacted("token"))),
                http: http),
            cluster: client, templates: TemplateLibrary(folder: storage.folder.path))
        var failure: (any Error)?
        do {
            try await world.prepare()
            try await world.running(RestSource(bench)) { try await test(world) }
        } catch {
            failure = error
        }
        try await http.shutdown()
        try await client.shutdown()
        await cluster.stop()
        await github.shutdown()
        if let failure { throw failure }
    }

    private init(storage: StorageFixture, cluster: SimulatedCluster, client: KubernetesClient) {
        (self.storage, self.cluster, self.client) = (storage, cluster, client)
        time = LaterTime(Date(timeIntervalSince1970: Date().timeIntervalSince1970.rounded()))
        source = GitOpsResourceRecord(
            project: StorageFixture.project.value, environment: .staging, kind: .gitRepository,
            name: Self.names.gitRepository.text, namespace: Self.namespace.text, status: .failed,
            message: "i/o timeout", failing: time.now, updated: time.now)
    }

    private func prepare() async throws {
        try await storage.register()
        try await change { [source] tx in try tx.gitopsResources.save(source) }
        try await cluster.apply([
            "apiVersion": "v1", "kind": "Namespace", "metadata": ["name": .string(Self.namespace.text)],
        ])
        try await apply(["interval": "1m", "url": "https://example.com/acme/web-shop"], manager: "slipway")
    }

    private func apply(_ spec: JSONValue, manager: String) async throws {
        try await cluster.apply(
            [
                "apiVersion": "source.toolkit.fluxcd.io/v1", "kind": "GitRepository",
                "metadata": [
                    "name": .string(Self.names.gitRepository.text), "namespace": .string(Self.namespace.text),
                ],
                "spec": spec,
            ], manager: manager)
    }

    /// Executes runs while `body` runs.
    private func running(
        _ automation: any Automation, _ body: @escaping @Sendable () async throws -> Void
    ) async throws {
        let now: @Sendable () -> Date = { [time] in time.now }
        let engine = RunEngine(
            database: storage.database, automations: [automation],
            options: RunEngineOptions(time: TimeSource(now: now, sleep: { try await Task.sleep(for: $0) })),
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await engine.run() }
            defer { group.cancelAll() }
            try await body()
        }
    }

    // MARK: What happens

    @discardableResult
    func change<Value: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> Value) async throws -> Value {
        try await storage.database.write(body)
    }

    /// The commit the project was set up with runs everywhere.
    func isRunningEverywhere() async throws {
        try await storage.finish()
        try await change { [id, time] tx in
            try tx.projects.update(id, at: time.now) { $0.scaffoldSHA = StorageFixture.sha }
            for environment in EnvironmentName.allCases {
                try tx.environments.update(id, environment, at: time.now) {
                    ($0.state, $0.imageTag) = (.ready, StorageFixture.sha)
                }
            }
        }
    }

    /// Suspends the source as Slipway does.
    func suspend() async throws {
        _ = try await client.setSuspended(true, GitRepository.self, Self.names.gitRepository, in: Self.namespace)
    }

    func suspend(by manager: String) async throws {
        try await apply(["suspend": true], manager: manager)
    }

    /// Lets it rest, and returns when it does.
    func rests() async throws {
        _ = try await change { [source, time] tx in try tx.rest(source, at: time.now) }
        try await run(where: \.isResting)
    }

    // MARK: How it is

    private func object() async -> JSONValue? {
        await cluster.object(
            "GitRepository", namespace: Self.namespace.text, name: Self.names.gitRepository.text)
    }

    func isSuspended() async -> Bool { await object()?["spec"]?["suspend"] == true }

    /// Returns once Flux is let to try it.
    func isResumed() async throws {
        try await cluster.waitUntil("the source is tried") { _ in
            guard let object = await object() else { return false }
            return object["spec"]?["suspend"] == nil
                && object["metadata"]?["annotations"]?[ReconcileToken.annotation] != nil
        }
    }

    func rest() async throws -> SourceRestRecord? {
        try await storage.database.read { [id] in try $0.sourceRests.find(id, .staging) }
    }

    /// What is said, or still to be said, of staging on the commit.
    func status() async throws -> GitHubAPI.CommitStatus? {
        let key = OutboxKey.status(project: id, sha: StorageFixture.sha, environment: "staging")
        return try await storage.database.read { try $0.outbox.find(key)?.payload(as: GitHubAPI.CommitStatus.self) }
    }

    /// The oldest run that satisfies the condition, once there is one.
    @discardableResult
    func run(where condition: (RunRecord) -> Bool) async throws -> RunRecord {
        for await _ in storage.database.changes(in: .runs) {
            let runs = try await storage.database.read { [id] in try $0.runs.list(project: id, limit: 100) }
            if let run = runs.last(where: { $0.automation == AutomationName.restSource.rawValue && condition($0) }) {
                return run
            }
        }
        throw CancellationError()
    }
}

extension RunRecord {
    var isResting: Bool { state == .waiting && waitsFor == "the source to rest" }
    var isFinished: Bool { state.isFinished }
}
