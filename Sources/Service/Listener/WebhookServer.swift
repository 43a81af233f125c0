import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import ServiceLifecycle

/// The address that webhooks are sent to.
///
/// Its connections are served on the event loops themselves, without a task each: under a storm of deliveries that is most
/// of what one costs.
struct WebhookServer: ServiceLifecycle.Service {
    let address: SocketAddress
    let intake: Intake
    let logger: Logger
    /// Told once the address is bound, or cannot be.
    let bound = Latch<SocketAddress>()

    func run() async throws {
        let server = try await bind()
        bound.settle(.success(SocketAddress(host: address.host, port: server.localAddress?.port ?? 0)))
        await withTaskCancellationHandler {
            await withGracefulShutdownHandler {
                // Fails only for a server that was never open.
                try? await server.closeFuture.get()
                await intake.connections.haveEnded()
            } onGracefulShutdown: {
                server.close(promise: nil)
                intake.connections.finish()
            }
        } onCancel: {
            server.close(promise: nil)
            intake.connections.close()
        }
    }

    private func bind() async throws -> any Channel {
        do {
            return try await bootstrap.bind(host: address.host, port: address.port).get()
        } catch {
            let failure = (error as? IOError).map {
                StartFailure.cannotListen(on: address, key: "listen", errno: $0.errnoCode)
            }
            bound.settle(.failure(failure ?? error))
            throw failure ?? error
        }
    }

    private var bootstrap: ServerBootstrap {
        ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .serverChannelInitializer { [limits = intake.limits, logger] channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(AcceptTrouble(logger: logger))
                    try pipeline.addHandler(
                        AvailableConnectionsChannelHandler(maxConnections: limits.connections + limits.closing))
                }
            }
            .childChannelInitializer { [intake] channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.configureHTTPServerPipeline(
                        withErrorHandling: false, withOutboundHeaderValidation: false,
                        withEncoderConfiguration: .init(),
                        withDecoderLimitConfiguration: HTTPLimits.decoder)
                    let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
                    try pipeline.addHandler(ConnectionGuard(intake.connections), position: .after(decoder))
                    try pipeline.addHandler(IntakeHandler(intake))
                }
            }
    }
}
