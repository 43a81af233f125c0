import Foundation
import Logging
import RunEngine
import Service
import Simulation
import Synchronization

/// One storm: a simulated GitHub, a simulated cluster and the whole service between them, all on one clock whose minutes
/// pass in seconds, and all chance from one seed.
actor StormWorld {
    nonisolated let plan: StormPlan
    nonisolated let clock: SimulatedTime
    nonisolated let github: SimulatedGitHub
    nonisolated let cluster: SimulatedCluster
    nonisolated let folder: URL
    nonisolated let log = StormLog()
    /// Seconds that Slipway's clock is off.
    nonisolated let shift = Mutex(0.0)
    /// Jitter and tokens of the service.
    private nonisolated let chance: Mutex<Dice>

    var sites: [Int: StormSite] = [:]
    /// What was done to whom, for the table.
    var injected: [String: Int] = [:]
    /// Until when namespaces of new projects are to be stuck; nil: not at all.
    var stuckNamespaces: [String] = []
    var sticksNamespaces = false
    var serving: (task: Task<Void, Never>, service: RunningService)?
    var operations = ""
    /// When its work was cut off.
    var deaths: [ClosedRange<Date>] = []

    static let start = Date(timeIntervalSince1970: 1_800_000_000)
    static let webhookSecret = "whs3c-Qy7tLd0RzX5nKpVb2Wm8Hf4Ju6Ea"
    static let clusterToken = "k8stk-Zr4nPw9XcVb7Lm2Kd8Qf5Ht3Js6Gy"

    init(_ plan: StormPlan, speed: Double) async throws {
        self.plan = plan
        clock = SimulatedTime(speed: speed, start: Self.start)
        chance = Mutex(Dice(seed: plan.seed ^ 0x5ca1ab1e))
        folder = Self.scratch.appending(path: "slipway-storm-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        github = try await SimulatedGitHub.start(Self.gitHub(plan, clock))
        cluster = try await SimulatedCluster.start(try Self.cluster(clock), sources: github, images: github)
        password = await github.createClassicToken(scopes: ["read:packages"])
        try github.app.privateKeyPEM.write(to: folder.appending(path: "app.pem"), atomically: true, encoding: .utf8)
        try cluster.kubeconfig.write(to: folder.appending(path: "kubeconfig"), atomically: true, encoding: .utf8)
    }

    let password: String

    /// In memory where the machine has such a place: a storm syncs to disk thousands of times.
    private static var scratch: URL {
        let memory = URL(filePath: "/dev/shm")
        return FileManager.default.isWritableFile(atPath: memory.path)
            ? memory : FileManager.default.temporaryDirectory
    }

    private static func gitHub(_ plan: StormPlan, _ clock: SimulatedTime) -> SimulatedGitHub.Options {
        var options = SimulatedGitHub.Options()
        options.registryHost = nil
        options.recording = nil
        options.seed = plan.seed &+ 1
        options.now = { clock.date }
        options.clock = clock
        options.latency = .milliseconds(50)
        options.build = .success.taking(.seconds(25), startsAfter: .seconds(3))
        options.hookTimeout = .seconds(30)
        return options
    }

    private static func cluster(_ clock: SimulatedTime) throws -> SimulatedCluster.Options {
        let roles = try DeployedRoles()
        var options = SimulatedCluster.Options()
        options.usesTLS = false
        options.timings = .real
        options.users = [
            ClusterUser(token: clusterToken, name: roles.user.name, groups: roles.user.groups, rules: roles.user.rules)
        ]
        options.clusterRoles = [roles.project]
        options.latency = .milliseconds(20)
        options.now = { clock.date }
        options.clock = clock
        return options
    }

    /// Takes everything down.
    func end() async {
        serving?.task.cancel()
        await serving?.task.value
        await cluster.stop()
        await github.shutdown()
        try? FileManager.default.removeItem(at: folder)
    }

    // MARK: Slipway

    /// Opens the service on its data folder and points the webhook at it.
    func open() async throws {
        guard serving == nil else { return }
        var logger = Logger(label: "slipway") { [log, clock] _ in StormLog.Handler(log: log, clock: clock) }
        logger.logLevel = .debug
        let service = try await RunningService.build(try configuration(), options: options, logger: logger)
        let task = Task { [log] in
            do { try await service.run() } catch { log.add("the service ended: \(error)") }
        }
        serving = (task, service)
        let addresses = try await service.addresses()
        operations = "http://\(addresses.operations)"
        await github.setAppWebhook(url: "http://\(addresses.listen)/webhooks/github", secret: Self.webhookSecret)
    }

    /// Ends it: gracefully, or by cutting off whatever it is at.
    func close(abruptly: Bool) async {
        guard let (task, service) = serving else { return }
        if abruptly { task.cancel() } else { await service.shutdown() }
        await task.value
        serving = nil
    }

    private func configuration() throws -> Configuration {
        try Configuration.load(
            file: nil,
            flags: [
                "listen": "127.0.0.1:0", "operations": "127.0.0.1:0", "data": folder.path + "/data",
                "github.api": github.apiURL, "github.web": github.baseURL, "github.app.id": "\(github.app.id)",
                "github.app.privateKeyFile": folder.path + "/app.pem", "github.webhookSecrets": Self.webhookSecret,
                "cluster.kubeconfig": folder.path + "/kubeconfig", "cluster.domain": "apps.example.com",
                "reachability.check": "off",
                "registry.host": github.registryHost, "registry.username": "bot", "registry.password": password,
                "projects": "[{ match: '*/*', template: static-site }]",
                "templates": PackageRoot.url.appending(path: "Templates").path,
            ], workingFolder: folder.path)
    }

    private var options: ServiceOptions {
        var options = ServiceOptions()
        options.now = { [clock, self] in clock.date.addingTimeInterval(shift.withLock { $0 }) }
        options.clock = clock
        options.secrets.round = 180
        options.chance = Chance(
            fraction: { [self] in chance.withLock { Double.random(in: 0..<1, using: &$0) } },
            token: { [self] in chance.withLock { String($0.next(), radix: 16) + String($0.next(), radix: 16) } })
        return options
    }

    /// What commits tell, for a report.
    var comments: [String] {
        get async {
            await github.everyRepository().flatMap { repository in
                repository.comments.map { "\(repository.fullName) \($0.commit) says:\n\($0.body)" }
            }
        }
    }

    func count(_ kind: String, _ times: Int = 1) {
        injected[kind, default: 0] += times
    }
}
