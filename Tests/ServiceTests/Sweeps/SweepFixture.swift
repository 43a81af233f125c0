import AsyncHTTPClient
import Automations
import Foundation
import GitHubAPI
import Redaction
import Simulation
import Storage
import Synchronization

@testable import Service

/// A time that both GitHub and Slipway live by, and that a test moves.
final class MovableClock: Sendable {
    private let time = Mutex(StorageFixture.now)

    var now: Date { time.withLock { $0 } }

    func advance(by seconds: TimeInterval) {
        time.withLock { $0 += seconds }
    }
}

/// A simulated GitHub, and the sweeps over it without the rest of the service.
struct SweepFixture {
    /// Port 9 (discard) of this machine answers nobody.
    static let nowhere = "http://127.0.0.1:9/webhooks/github"

    let clock = MovableClock()
    let storage: StorageFixture
    let github: SimulatedGitHub
    let http: HTTPClient
    let client: GitHubClient
    let metrics = MetricsRegistry()
    let board: HealthBoard
    let rules = [ProjectRule(match: "acme/*", template: "static-site")]

    /// Runs a test between start and end of a GitHub.
    /// - Parameter token: permissions of the token to use instead of the App.
    static func with(
        token permissions: [String: String]? = nil, _ change: (inout SimulatedGitHub.Options) -> Void = { _ in },
        _ body: (SweepFixture) async throws -> Void
    ) async throws {
        let fixture = try await SweepFixture(token: permissions, change)
        do {
            try await body(fixture)
        } catch {
            try? await fixture.end()
            throw error
        }
        try await fixture.end()
    }

    private init(token permissions: [String: String]?, _ change: (inout SimulatedGitHub.Options) -> Void) async throws {
        storage = try await StorageFixture()
        var options = SimulatedGitHub.Options()
        options.now = { [clock] in clock.now }
        options.recording = nil
        change(&options)
        github = try await SimulatedGitHub.start(options)
        http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: .gitHub)
        let credential: GitHubCredential =
            if let permissions {
                .token(LiveSecret(Redacted(try await github.createToken(permissions: permissions))))
            } else {
                .app(
                    try await GitHubApp(
                        id: String(github.app.id), privateKey: Redacted(github.app.privateKeyPEM)))
            }
        client = GitHubClient(
            configuration: try .init(api: github.apiURL), credential: credential, http: http,
            now: { [clock] in clock.now })
        board = HealthBoard([], now: clock.now)
    }

    private func end() async throws {
        await github.shutdown()
        try await http.shutdown()
    }

    var report: SweepReport {
        SweepReport(
            database: storage.database, board: board, metrics: metrics, logger: .silent,
            now: { [clock] in clock.now })
    }

    func deliverySweep(webhooks: [WebhookChoice] = [], perRound: Int = 500) -> DeliverySweep {
        var pace = SweepPace()
        pace.spacing = .zero
        pace.requestsPerRound = perRound
        return DeliverySweep(
            database: storage.database, github: client,
            hooks: HookFinder(github: client, rules: rules, webhooks: webhooks, now: { [clock] in clock.now }),
            pace: pace, interval: .seconds(300), report: report, clock: ContinuousClock(), now: { [clock] in clock.now }
        )
    }

    func repositorySweep(reach: RepositoryAdoption.Reach = .new) -> RepositorySweep {
        RepositorySweep(
            database: storage.database, github: client,
            routing: Routing(gitHubHost: "github.com", rules: rules, buildWorkflow: "w"), reach: reach,
            interval: .seconds(3600), report: report, clock: ContinuousClock(), now: { [clock] in clock.now })
    }

    /// Waits until GitHub has tried everything.
    func isTried() async throws {
        try await github.waitUntil("every delivery was tried", within: .seconds(60)) { !$0.hasPendingDeliveries }
    }

    /// As the intake would.
    func store(_ guid: String) async throws {
        try await storage.database.write { [clock] in
            _ = try $0.deliveries.append(
                ReceivedDelivery(guid: guid, event: "push", body: Data(), received: clock.now))
        }
    }

    /// How often GitHub was asked for each delivery.
    var requests: [String: Int] {
        get async {
            await github.effects.filter { $0.kind == .redeliveryRequested }
                .reduce(into: [:]) { $0[$1.subject, default: 0] += 1 }
        }
    }

    var lost: [LostDeliveryRecord] {
        get async throws { try await storage.database.read { try $0.lostDeliveries.list(limit: 1000) } }
    }

    /// Calls to the list of deliveries.
    var lists: Int {
        get async { await github.ledger.count { $0.method == "GET" && $0.route?.hasSuffix("deliveries") == true } }
    }
}
