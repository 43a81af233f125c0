import AsyncHTTPClient
import Foundation
import Logging
import NIOCore

/// Speaks to one cluster's API server.
///
/// Every call throws ``KubernetesError``, or `CancellationError` when its task was cancelled. Call ``shutdown()`` when
/// done. Nothing is retried here, but a request refused with 401 is sent once more with a renewed credential, and one about
/// a Secret that is refused for want of the right after that was given, where there is an ``AccessRemedy``.
public final class KubernetesClient: Sendable {
    let configuration: ClusterConfiguration
    let options: ClientOptions
    let clock: any Clock<Duration>
    let http: HTTPClient
    let logger: Logger
    let credentials: CredentialSource
    let observer: (@Sendable (CallReport) -> Void)?
    let remedy: AccessRemedy?
    let knownIdentity = KnownIdentity()

    /// - Parameters:
    ///   - clock: measures timeouts.
    ///   - now: the time of day, for the life of credentials.
    ///   - observer: is told of every finished request.
    ///   - remedy: what helps when something about a Secret is refused.
    /// - Throws: ``ClusterConfigurationError`` if certificates or addresses cannot be used. No connection is made yet.
    public init(
        configuration: ClusterConfiguration, options: ClientOptions = ClientOptions(),
        clock: any Clock<Duration> = ContinuousClock(), now: @escaping @Sendable () -> Date = { Date() },
        logger: Logger = Logger(label: "slipway.kubernetes"), observer: (@Sendable (CallReport) -> Void)? = nil,
        remedy: AccessRemedy? = nil
    ) throws {
        self.configuration = configuration
        self.options = options
        self.clock = clock
        self.logger = logger
        self.observer = observer
        self.remedy = remedy
        self.credentials = CredentialSource(
            configuration.credential, pluginLimit: options.pluginTimeout, clock: clock, now: now)
        self.http = HTTPClient(
            eventLoopGroupProvider: .singleton, configuration: try configuration.httpConfiguration(options))
    }

    /// Closes all connections; watches end with an error.
    public func shutdown() async throws {
        try await http.shutdown()
    }
}
