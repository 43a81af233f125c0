import AsyncHTTPClient
import Foundation

/// What all copies of a client share.
final class ClientCore: Sendable {
    let configuration: GitHubClient.Configuration
    let credential: GitHubCredential
    let http: HTTPClient
    let clock: any Clock<Duration>
    let now: @Sendable () -> Date
    let observe: @Sendable (RequestObservation) -> Void
    let tokens = Tokens()
    let limits: RateLimits
    let memory: LimitMemory
    let refusals = Refusals()
    let skew = ClockSkew()
    let slots: RequestSlots
    let installations = KnownInstallations()

    init(
        configuration: GitHubClient.Configuration, credential: GitHubCredential, http: HTTPClient,
        clock: any Clock<Duration>, memory: LimitMemory, now: @escaping @Sendable () -> Date,
        observe: @escaping @Sendable (RequestObservation) -> Void
    ) {
        self.configuration = configuration
        self.credential = credential
        self.http = http
        self.clock = clock
        self.memory = memory
        limits = RateLimits(memory.known)
        self.now = now
        self.observe = observe
        slots = RequestSlots(configuration.maximumConcurrentRequests)
    }

    /// GitHub's time, by which tokens end and limits are renewed.
    var gitHubTime: Date { now().addingTimeInterval(skew.value) }
}

/// Which installation a repository belongs to, as looked up.
actor KnownInstallations {
    /// Seconds between two look-ups because of refusals: most refusals have other reasons.
    private static let pause: TimeInterval = 60

    private var byRepository: [Int64: Int64] = [:]
    private var lookedUp: [Int64: Date] = [:]

    subscript(repository: Int64) -> Int64? { byRepository[repository] }

    func remember(_ installation: Int64, for repository: Int64) {
        byRepository[repository] = installation
    }

    /// Whether a refusal is reason enough to look again.
    func mayLookUp(_ repository: Int64, now: Date) -> Bool {
        lookedUp[repository].map { abs(now.timeIntervalSince($0)) >= Self.pause } ?? true
    }

    /// The look-up is over and brought nothing new. Not before: who is refused while one is under way cannot know that.
    func foundNothingNew(of repository: Int64, now: Date) {
        lookedUp[repository] = now
    }

    /// The installation is gone: repositories may have got another one.
    func forget(installation: Int64) {
        byRepository = byRepository.filter { $0.value != installation }
    }
}
