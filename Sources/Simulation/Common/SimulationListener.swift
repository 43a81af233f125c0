import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOSSL
import ServiceLifecycle

/// A listening HTTP server of a simulator, on a port of 127.0.0.1.
struct SimulationListener: Sendable {
    typealias Respond = @Sendable (Request, SimulationContext) async throws -> Response

    /// The server could not listen.
    struct CannotListen: Error, CustomStringConvertible {
        let reason: String
        var description: String { "the simulator cannot listen: \(reason)" }
    }

    /// How long connections may take to finish what they are at when the listener stops.
    private static let patience = Duration.seconds(2)

    let port: Int
    private let group: ServiceGroup
    private let running: Task<Void, any Error>

    /// Starts to listen and returns when connections are accepted.
    /// - Parameters:
    ///   - port: 0 for any free port.
    ///   - now: the time in the `Date` header of plain HTTP; `nil` for the machine's.
    ///   - tls: HTTPS with this certificate and key; `nil` for plain HTTP.
    static func start(
        name: String, port: Int = 0, tls: TLSConfiguration? = nil, now: (@Sendable () -> Date)? = nil,
        respond: @escaping Respond
    ) async throws -> SimulationListener {
        let (ports, bound) = AsyncStream.makeStream(of: Int.self)
        let application = try application(name: name, port: port, tls: tls, now: now, respond: respond) {
            bound.yield($0)
        }
        var configuration = ServiceGroupConfiguration(services: [application], logger: application.logger)
        configuration.maximumGracefulShutdownDuration = patience
        let group = ServiceGroup(configuration: configuration)
        let running = Task {
            defer { bound.finish() }
            try await group.run()
        }
        for await port in ports { return SimulationListener(port: port, group: group, running: running) }
        switch await running.result {
        case .success: throw CannotListen(reason: "it stopped at once")
        case .failure(let error): throw CannotListen(reason: "\(error)")
        }
    }

    /// Closes the port and all connections; returns when the server has ended.
    func stop() async {
        // Not by cancelling the task: NIO traps now and then when a connection is torn down in the middle of a write.
        await group.triggerGracefulShutdown()
        _ = await running.result
    }

    private static func application(
        name: String, port: Int, tls: TLSConfiguration?, now: (@Sendable () -> Date)?, respond: @escaping Respond,
        listening: @escaping @Sendable (Int) -> Void
    ) throws -> Application<CallbackResponder<SimulationContext>> {
        var logger = Logger(label: name)
        logger.logLevel = .critical
        return Application(
            responder: CallbackResponder(callback: respond),
            server: try tls.map { try .tls(.http1(configuration: wholeClosing), tlsConfiguration: $0) }
                ?? .http1(configuration: dated(now)),
            configuration: .init(address: .hostname("127.0.0.1", port: port), serverName: name),
            onServerRunning: { channel in listening(channel.localAddress?.port ?? 0) },
            logger: logger)
    }

    private static func dated(_ now: (@Sendable () -> Date)?) -> HTTP1Channel.Configuration {
        guard let now else { return HTTP1Channel.Configuration() }
        return HTTP1Channel.Configuration(additionalChannelHandlers: [SimulatedDateHeaderPlacement(now: now)])
    }

    private static var wholeClosing: HTTP1Channel.Configuration {
        HTTP1Channel.Configuration(additionalChannelHandlers: [WholeClosing()])
    }
}

/// Takes back that one side of a connection may be closed alone, which Hummingbird allows. With TLS neither side would
/// answer the end of the other: every close would last NIOSSL's five seconds, and a watch would outlive its client.
private final class WholeClosing: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny

    func handlerAdded(context: ChannelHandlerContext) {
        try? context.channel.syncOptions?.setOption(ChannelOptions.allowRemoteHalfClosure, value: false)
    }
}
