import KubernetesAPI
import Logging
import ServiceLifecycle
import Storage

/// A wired service; nothing runs before ``run()``. Made by ``build(_:options:logger:)``.
public struct RunningService: Sendable {
    let group: ServiceGroup
    let listener: Latch<SocketAddress>
    let operations: Latch<SocketAddress>
    let outgoing: Outgoing
    let cluster: KubernetesClient
    let database: Database
    let logger: Logger
    /// The metrics that `/metrics` shows.
    public let metrics: MetricsRegistry

    /// Runs until ``shutdown()``, or until SIGTERM or SIGINT if the options say so.
    ///
    /// Accepted deliveries are on disk by then; steps that execute finish, or go on after the next start.
    /// - Throws: ``StartFailure`` when an address cannot be bound.
    public func run() async throws {
        do {
            try await group.run()
        } catch {
            await close()
            throw error
        }
        await close()
    }

    /// Begins a graceful shutdown; ``run()`` returns when it is done.
    public func shutdown() async {
        await group.triggerGracefulShutdown()
    }

    /// Waits until both addresses are bound.
    /// - Throws: ``StartFailure`` when one cannot be.
    public func addresses() async throws -> BoundAddresses {
        BoundAddresses(listen: try await listener.value(), operations: try await operations.value())
    }

    private func close() async {
        do {
            try await outgoing.shutdown()
            try await cluster.shutdown()
            try database.close()
        } catch {
            logger.debug("connections could not be closed", metadata: ["reason": "\(error)"])
        }
    }
}
