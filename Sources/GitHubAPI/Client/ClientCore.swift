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
    let limits = RateLimits()
    let slots: RequestSlots
    let installations = KnownInstallations()

    init(
        configuration: GitHubClient.Configuration, credential: GitHubCredential, http: HTTPClient,
        clock: any Clock<Duration>, now: @escaping @Sendable () -> Date,
        observe: @escaping @Sendable (RequestObservation) -> Void
    ) {
        self.configuration = configuration
        self.credential = credential
        self.http = http
        self.clock = clock
        self.now = now
        self.observe = observe
        slots = RequestSlots(configuration.maximumConcurrentRequests)
    }
}

/// Which installation a repository belongs to, as looked up.
actor KnownInstallations {
    private var byRepository: [Int64: Int64] = [:]

    subscript(repository: Int64) -> Int64? { byRepository[repository] }

    func remember(_ installation: Int64, for repository: Int64) {
        byRepository[repository] = installation
    }

    /// The installation is gone: repositories may have got another one.
    func forget(installation: Int64) {
        byRepository = byRepository.filter { $0.value != installation }
    }
}
