import Foundation
import NIOCore

/// Writes the simulated time into the `Date` header of answers, where Hummingbird puts the machine's. A date in a header
/// always has the same length, so the bytes are replaced on their way out.
final class SimulatedDateHeader: ChannelOutboundHandler, RemovableChannelHandler {
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    private static let mark = Array("\r\ndate: ".utf8)
    private static let length = 29

    private let now: @Sendable () -> Date

    init(now: @escaping @Sendable () -> Date) {
        self.now = now
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .byteBuffer(var buffer) = unwrapOutboundIn(data), let place = Self.place(in: buffer) else {
            context.write(data, promise: promise)
            return
        }
        buffer.setString(GitHubTime.http(now()), at: place)
        context.write(wrapOutboundOut(.byteBuffer(buffer)), promise: promise)
    }

    /// Where the date stands, if these bytes are the head of an answer.
    private static func place(in buffer: ByteBuffer) -> Int? {
        let bytes = buffer.readableBytesView
        guard bytes.starts(with: "HTTP/1.".utf8) else { return nil }
        var line = bytes.startIndex
        while let end = bytes[line...].firstIndex(of: UInt8(ascii: "\r")), end + mark.count + length <= bytes.endIndex {
            let name = bytes[end..<(end + mark.count)].map { $0 | 0x20 }
            if name == mark.map({ $0 | 0x20 }) { return end + mark.count }
            line = end + 1
        }
        return nil
    }
}

/// Puts ``SimulatedDateHeader`` where bytes leave, as handlers can only be added where requests and answers pass.
final class SimulatedDateHeaderPlacement: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny

    private let now: @Sendable () -> Date

    init(now: @escaping @Sendable () -> Date) {
        self.now = now
    }

    func handlerAdded(context: ChannelHandlerContext) {
        try? context.pipeline.syncOperations.addHandler(SimulatedDateHeader(now: now), position: .first)
    }
}
