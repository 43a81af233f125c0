import Foundation
import GitHubAPI
import NIOCore
import NIOHTTP1

/// One connection to the webhook's address: refuses what is not GitHub's, stores the rest, and acknowledges only what is
/// on disk.
///
/// Requests come one at a time; the pipeline holds back the next one until the answer is written.
final class IntakeHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    /// What a client that was refused may still take to read the answer.
    private static let lastMoment = TimeAmount.seconds(2)

    private enum State {
        case waiting
        case receiving
        case storing
        /// Answered before the end of the request; what still comes of it is dropped.
        case refused
    }

    private let intake: Intake
    private var context: ChannelHandlerContext?
    private var peer = "unknown"
    private var state = State.waiting
    private var request: IntakeRequest?
    private var started = ContinuousClock.now
    private var isKeptAlive = true
    private var deadline: ConnectionDeadline?

    init(_ intake: Intake) {
        self.intake = intake
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        peer = context.remoteAddress?.ipAddress ?? "unknown"
        deadline = ConnectionDeadline(context.eventLoop, in: intake.limits.idle) { [weak self] in self?.isTooLate() }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        deadline?.cancel()
        self.context = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        do throws(IntakeAnswer) {
            switch (unwrapInboundIn(data), state) {
            case (.head(let head), .waiting): try begin(head)
            case (.body(let chunk), .receiving): try take(chunk, from: context.channel)
            case (.end, .receiving): try end()
            case (.end, .refused): context.close(promise: nil)
            default: break
            }
        } catch {
            answer(error)
        }
    }

    /// A body that did not come at once has to come within its time.
    func channelReadComplete(context: ChannelHandlerContext) {
        if state == .receiving { deadline?.enforce() }
        context.fireChannelReadComplete()
    }

    func channelInactive(context: ChannelHandlerContext) {
        if state == .receiving {
            report(.interrupted)
            request = nil
            state = .refused
        }
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed = event {
            isKeptAlive = false
            if state != .storing { context.close(promise: nil) }
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if error is HTTPParserError, state == .receiving {
            answer(.interrupted)
        } else if state != .refused {
            context.close(promise: nil)
        }
    }

    private func begin(_ head: HTTPRequestHead) throws(IntakeAnswer) {
        started = .now
        isKeptAlive = head.isKeepAlive
        state = .receiving
        deadline?.move(to: intake.limits.body)
        request = try IntakeRequest(head, secrets: intake.secrets.now)
    }

    private func take(_ chunk: ByteBuffer, from channel: any Channel) throws(IntakeAnswer) {
        guard intake.connections.reserve(chunk.readableBytes, for: channel) else { throw .overloaded }
        try request?.take(chunk)
    }

    private func isTooLate() {
        if state == .receiving { answer(.tooSlow) } else { context?.close(promise: nil) }
    }

    private func end() throws(IntakeAnswer) {
        guard let request, let context else { return }
        try request.verify(at: intake.now())
        state = .storing
        deadline?.suspend()
        let this = NIOLoopBound(self, eventLoop: context.eventLoop)
        intake.store(request.headers, request.body) { [loop = context.eventLoop] answer in
            loop.execute { this.value.answer(answer) }
        }
    }

    private func answer(_ answer: IntakeAnswer) {
        report(answer)
        request = nil
        let isUnread = answer.leavesBodyUnread
        state = isUnread ? .refused : .waiting
        guard let context else { return }
        write(answer, to: context, closes: isUnread || !isKeptAlive)
        deadline?.move(to: isUnread ? Self.lastMoment : intake.limits.idle)
        if isUnread { deadline?.enforce() }
    }

    private func write(_ answer: IntakeAnswer, to context: ChannelHandlerContext, closes: Bool) {
        var body = context.channel.allocator.buffer(capacity: 80)
        body.writeString(answer.json)
        var headers = HTTPHeaders()
        headers.reserveCapacity(4)
        headers.add(name: "Content-Type", value: "application/json")
        headers.add(name: "Content-Length", value: "\(body.readableBytes)")
        headers.add(name: "Date", value: HTTPDate.now)
        if case .methodNotAllowed = answer { headers.add(name: "Allow", value: "POST") }
        if closes { headers.add(name: "Connection", value: "close") }
        let head = HTTPResponseHead(version: .http1_1, status: answer.status, headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        guard closes, !answer.leavesBodyUnread else {
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
            return
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil))).assumeIsolated().whenComplete { _ in
            context.close(promise: nil)
        }
    }

    private func report(_ answer: IntakeAnswer) {
        intake.report(answer, headers: request?.headers, took: started.duration(to: .now), peer: peer)
    }
}
