import AsyncHTTPClient
import Foundation
import HTTPTypes
import Hummingbird
import ServiceLifecycle

/// A GitHub with its API, webhooks, workflows, git transport and container registry, on a port of 127.0.0.1.
///
/// Clients use it over HTTP and cannot tell it from GitHub in what Slipway uses. Tests and the demo control it, and
/// look into it,
/// by the methods of this actor.
public actor SimulatedGitHub: Service {
    /// Where people and git go: `http://127.0.0.1:PORT`. The registry (`/token`, `/v2/…`) is here as well.
    public nonisolated let baseURL: String
    /// The base of the REST API, like that of a GitHub Enterprise Server: `http://127.0.0.1:PORT/api/v3`.
    public nonisolated let apiURL: String
    /// The host that image names begin with.
    public nonisolated let registryHost: String
    /// The App that clients authenticate as.
    public nonisolated let app: AppCredentials

    let options: Options
    let verifier: AppTokenVerifier
    let client: HTTPClient
    let work = BackgroundWork()
    let recording: RequestRecording?
    private let listener: SimulationListener

    var random: RandomSource
    var clockOffset: TimeInterval = 0
    var lastID = 1000
    var latency: Duration
    var faultRules = FaultRules()
    var webhookFaults: [ArmedWebhookFault] = []
    var webhookFaultHits: [String: Int] = [:]
    var waiters = ChangeWaiters()

    var accounts: [String: Account] = [:]
    /// Accounts that are only known because they did something; the App is not installed on them yet.
    var bystanders: Set<String> = []
    var repositories: [Int: Repository] = [:]
    /// Ids by full name in lower case; also the names repositories had before.
    var repositoryNames: [String: Int] = [:]
    /// Why Flux cannot fetch a repository, by its name in lower case.
    var fetchFailures: [String: String] = [:]
    var installations: [Int: Installation] = [:]
    /// What was registered on the page, by the code that it was answered with.
    var registrations: [String: Registration] = [:]
    /// What the App was registered as; nil: it was there from the beginning.
    var registered: Registration?
    /// Repositories that were deleted, as they were then.
    var deletedRepositories: [Repository] = []
    var grants: [String: TokenGrant] = [:]
    /// Tokens that were revoked, as they were.
    var revoked: [String: TokenGrant] = [:]
    /// Whose limit each token counts against, also after it was revoked.
    var issued: [String: String] = [:]
    var hooks: [Int: Hook] = [:]
    var images: [String: [String: SimulatedImage]] = [:]
    var limits = RateLimits()

    /// Every request, in the order they ended.
    public internal(set) var ledger: [RecordedRequest] = []
    /// Everything that changed, in order.
    public internal(set) var effects: [Effect] = []
    /// The most requests that were in work at once.
    public internal(set) var peakConcurrency = 0
    var inFlight = 0
    var requestCount = 0
    private var isStopped = false

    /// Starts to listen and returns when requests are answered.
    public static func start(_ options: Options = Options()) async throws -> SimulatedGitHub {
        let verifier = try AppTokenVerifier(app: options.app)
        let promise = Promise<SimulatedGitHub>()
        let listener = try await SimulationListener.start(name: "GitHub.com", port: options.port, now: options.now) {
            request, context in
            try await promise.value.respond(to: request, context)
        }
        let github = SimulatedGitHub(options: options, verifier: verifier, listener: listener)
        await promise.fulfil(github)
        return github
    }

    private init(options: Options, verifier: AppTokenVerifier, listener: SimulationListener) {
        self.options = options
        self.verifier = verifier
        self.listener = listener
        baseURL = "http://127.0.0.1:\(listener.port)"
        apiURL = "http://127.0.0.1:\(listener.port)/api/v3"
        registryHost = options.registryHost ?? "127.0.0.1:\(listener.port)"
        app = options.app
        // Where nobody listens a delivery fails at once, as GitHub's do; nothing is tried again.
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.retryConnectionEstablishment = false
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        recording = options.recording.map(RequestRecording.init(file:))
        random = RandomSource(seed: options.seed)
        latency = options.latency
    }

    /// Serves until a graceful shutdown or cancellation, then stops.
    public func run() async throws {
        try? await gracefulShutdown()
        await shutdown()
    }

    /// Stops listening, sending and building.
    public func shutdown() async {
        guard !isStopped else { return }
        isStopped = true
        for hook in hooks.values { hook.queue.finish() }
        await work.stop()
        await listener.stop()
        try? await client.shutdown()
        waiters.wakeAll()
    }

    /// Starts one for the time of `body`.
    public static func with<Result: Sendable>(
        _ options: Options = Options(), _ body: (SimulatedGitHub) async throws -> Result
    ) async throws -> Result {
        let github = try await start(options)
        do {
            let result = try await body(github)
            await github.shutdown()
            return result
        } catch {
            await github.shutdown()
            throw error
        }
    }
}
