import NIOCore
import NIOPosix
import Synchronization

/// Answers every request with the same status, and closes the connection.
final class SmallWebServer: Sendable {
    let port: Int
    private let channel: any Channel
    private let status: Status

    private final class Status: Sendable {
        let words = Mutex("200 OK")
        let connections = Mutex(0)
    }

    /// How many connections there were.
    var connections: Int { status.connections.withLock { $0 } }

    static func start() async throws -> SmallWebServer {
        let status = Status()
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { channel in
                status.connections.withLock { $0 += 1 }
                return channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Answering(status: status))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return SmallWebServer(channel, status)
    }

    private init(_ channel: any Channel, _ status: Status) {
        self.channel = channel
        self.status = status
        port = channel.localAddress?.port ?? 0
    }

    func setStatus(_ words: String) {
        status.words.withLock { $0 = words }
    }

    func stop() async {
        try? await channel.close()
    }

    private final class Answering: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        let status: Status

        init(status: Status) {
            self.status = status
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let words = status.words.withLock { $0 }
            let answer = ByteBuffer(string: "HTTP/1.1 \(words)\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            context.writeAndFlush(wrapOutboundOut(answer), promise: nil)
            context.close(promise: nil)
        }
    }
}
