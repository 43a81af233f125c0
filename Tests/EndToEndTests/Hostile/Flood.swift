import Foundation
import NIOCore
import NIOPosix
import Synchronization

/// The same request again and again over a few connections, many at a time.
final class Flood: Sendable {
    struct Outcome {
        /// Answers of the expected status.
        let answers: Int
        /// Reads that began with something else.
        let otherwise: Int
    }

    fileprivate static let requestsInABatch = 16

    private let listen: String
    private let request: WebhookRequest
    private let status: Int
    fileprivate let bytes = Atomic<Int>(0)
    fileprivate let otherwise = Atomic<Int>(0)

    init(_ listen: String, _ request: WebhookRequest, answeredWith status: Int) {
        self.listen = listen
        self.request = request
        self.status = status
    }

    func attack(connections: Int, seconds: Int) async throws -> Outcome {
        let one = try await RawConnection.exchange(request.bytes, with: listen)
        guard one.status == status else { throw Unexpected("answered \(one.text)") }
        let length = one.text.utf8.count
        var batch = ByteBuffer()
        for _ in 0..<Self.requestsInABatch { batch.writeBytes(request.bytes) }
        let channels = try await open(connections, batch, answerLength: length)
        for channel in channels { channel.writeAndFlush(batch, promise: nil) }
        try await Task.sleep(for: .seconds(seconds))
        let answers = bytes.load(ordering: .relaxed) / length
        for channel in channels { channel.close(promise: nil) }
        return Outcome(answers: answers, otherwise: otherwise.load(ordering: .relaxed))
    }

    private func open(_ count: Int, _ batch: ByteBuffer, answerLength: Int) async throws -> [any Channel] {
        let address = try RawConnection.address(listen)
        var channels: [any Channel] = []
        for _ in 0..<count {
            let channel = try await ClientBootstrap(group: RawConnection.attackers)
                .channelInitializer { [self, status] channel in
                    channel.pipeline.addHandler(
                        FloodHandler(self, batch, answerLength: answerLength, begins: "HTTP/1.1 \(status)"))
                }
                .connect(to: address).get()
            channels.append(channel)
        }
        return channels
    }
}

/// Sends the next batch when the answers to the last one have come; all have the same length.
private final class FloodHandler: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let flood: Flood
    private let batch: ByteBuffer
    private let answerLength: Int
    private let begins: String
    private let missing: Atomic<Int>

    init(_ flood: Flood, _ batch: ByteBuffer, answerLength: Int, begins: String) {
        self.flood = flood
        self.batch = batch
        self.answerLength = answerLength
        self.begins = begins
        missing = Atomic(answerLength * Flood.requestsInABatch)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        let left = missing.subtract(part.readableBytes, ordering: .relaxed).newValue
        let isStart = (left + part.readableBytes).isMultiple(of: answerLength)
        if isStart, part.getString(at: part.readerIndex, length: begins.utf8.count) != begins {
            flood.otherwise.add(1, ordering: .relaxed)
        }
        flood.bytes.add(part.readableBytes, ordering: .relaxed)
        guard left == 0 else { return }
        missing.store(answerLength * Flood.requestsInABatch, ordering: .relaxed)
        context.writeAndFlush(wrapOutboundOut(batch), promise: nil)
    }
}
