import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle

/// One listening address with what answers on it.
struct HTTPServer<Responder: HTTPResponder>: ServiceLifecycle.Service where Responder.Context == ChannelContext {
    /// The configuration key of the address, for messages.
    let key: String
    let address: SocketAddress
    let responder: Responder
    let limits: HTTPLimits
    let connections: OpenConnections
    let logger: Logger
    /// Told once the address is bound, or cannot be.
    let bound = Latch<SocketAddress>()

    func run() async throws {
        do {
            try await application.run()
            bound.settle(.failure(CancellationError()))
        } catch let error as IOError {
            let failure = StartFailure.cannotListen(on: address, key: key, errno: error.errnoCode)
            bound.settle(.failure(failure))
            throw failure
        } catch {
            bound.settle(.failure(error))
            throw error
        }
    }

    private var application: Application<Responder> {
        Application(
            responder: responder,
            server: .init { [connections, limits] responder in
                GuardedConnection(
                    http: HTTP1Channel(responder: responder, configuration: limits.http), connections: connections)
            },
            configuration: .init(
                address: .hostname(address.host, port: address.port),
                availableConnectionsDelegate: MaximumAvailableConnections(limits.connections + limits.closing)),
            onServerRunning: { channel in
                try? await channel.pipeline.addHandler(AcceptTrouble(logger: logger), position: .first).get()
                bound.settle(.success(SocketAddress(host: address.host, port: channel.localAddress?.port ?? 0)))
            },
            logger: quietLogger)
    }

    /// What Hummingbird tells is said once for both servers anyway; what stops a server is thrown, and told as one sentence.
    private var quietLogger: Logger {
        var logger = logger
        logger.logLevel = .critical
        return logger
    }
}
