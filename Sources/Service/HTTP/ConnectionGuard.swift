import NIOCore
import NIOHTTP1

/// Stands in every connection: keeps ``OpenConnections`` right, and answers what is no HTTP with a sentence.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let connections: OpenConnections
    private var isAnswering = false
    private var isBroken = false

    init(_ connections: OpenConnections) {
        self.connections = connections
    }

    func handlerAdded(context: ChannelHandlerContext) {
        connections.opened(context.channel)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        connections.closed(context.channel)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head: isAnswering = true
        case .body: break
        case .end: if isAnswering { connections.received(context.channel) }
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) {
            isAnswering = false
            connections.answered(context.channel)
        }
        context.write(data, promise: promise)
    }

    /// A broken body is the responder's to answer; nobody else answers a broken head.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard error is HTTPParserError, !isAnswering else {
            context.fireErrorCaught(error)
            return
        }
        guard !isBroken else { return }
        isBroken = true
        let answer = Self.notHTTP(error)
        context.write(wrapOutboundOut(.head(answer.head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(answer.body))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        // Closed at once, with bytes unread, the answer would be lost with the connection.
        let channel = context.channel
        context.eventLoop.scheduleTask(in: .seconds(1)) { channel.close(promise: nil) }
    }

    private static func notHTTP(_ error: any Error) -> (head: HTTPResponseHead, body: ByteBuffer) {
        let isTooLong = error as? HTTPParserError == .headerOverflow
        let reason =
            isTooLong
            ? "The headers are more than \(HTTPLimits.headerFields), or longer than \(HTTPLimits.headerBytes / 1024) KiB."
            : "This is not HTTP/1.1 as RFC 9112 defines it."
        let body = ByteBuffer(string: #"{"reason":"\#(reason)","status":"refused"}"#)
        let headers: HTTPHeaders = [
            "content-type": "application/json", "connection": "close", "content-length": "\(body.readableBytes)",
        ]
        let status: HTTPResponseStatus = isTooLong ? .requestHeaderFieldsTooLarge : .badRequest
        return (HTTPResponseHead(version: .http1_1, status: status, headers: headers), body)
    }
}
