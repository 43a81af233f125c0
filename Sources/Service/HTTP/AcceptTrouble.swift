import Logging
import NIOCore

/// Stands in the listening socket and says why a connection could not be accepted; NIO pauses for a second and goes on.
final class AcceptTrouble: ChannelInboundHandler, RemovableChannelHandler, Sendable {
    typealias InboundIn = any Channel

    private let logger: Logger

    init(logger: Logger) {
        self.logger = logger
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        logger.error(
            "a connection could not be accepted; the next attempt follows in a second",
            metadata: [
                "reason": "\(error)",
                "whatToDo": "If too many files are open, raise the limit: ulimit -n, LimitNOFILE.",
            ])
        context.fireErrorCaught(error)
    }
}
