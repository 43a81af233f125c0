import CoreMetrics
import Foundation
import GitHubAPI
import HTTPTypes
import Hummingbird
import Logging
import Metrics
import NIOCore
import NIOFoundationCompat
import Storage

/// Receives deliveries: refuses what is not GitHub's, stores the rest, and acknowledges only what is on disk.
struct Intake: HTTPResponder {
    typealias Context = ChannelContext

    static let path = "/webhooks/github"

    let secrets: WebhookSecrets
    /// Returns after the commit.
    let append: @Sendable (ReceivedDelivery) async throws -> AppendResult
    let connections: OpenConnections
    let limits: HTTPLimits
    let metrics: ServiceMetrics
    let logger: Logger
    let now: @Sendable () -> Date
    let refusals = RefusalLog()

    func respond(to request: Request, context: ChannelContext) async throws -> Response {
        let started = ContinuousClock.now
        let answer: IntakeAnswer
        var headers: DeliveryHeaders?
        do throws(IntakeAnswer) {
            answer = try await receive(request, context, headers: &headers)
        } catch {
            answer = error
        }
        if answer.leavesBodyUnread { closeSoon(context.channel) }
        report(answer, headers: headers, took: started.duration(to: .now), peer: context.channel.remoteAddress)
        return answer.response
    }

    private func receive(
        _ request: Request, _ context: ChannelContext, headers: inout DeliveryHeaders?
    ) async throws(IntakeAnswer) -> IntakeAnswer {
        guard request.uri.path == Self.path else { throw .notFound }
        guard request.method == .post else { throw .methodNotAllowed }
        let read: (headers: DeliveryHeaders, signature: WebhookSignature)
        do {
            read = try DeliveryHeaders.read { request.headers.values(of: $0) }
        } catch {
            throw .refused(error)
        }
        headers = read.headers
        let body = try await verifiedBody(of: request, read.signature, context)
        return try await store(read.headers, body)
    }

    /// The whole body, whose signature was computed while it arrived.
    private func verifiedBody(
        of request: Request, _ signature: WebhookSignature, _ context: ChannelContext
    ) async throws(IntakeAnswer) -> ByteBuffer {
        let channel = context.channel
        let deadline = channel.eventLoop.scheduleTask(in: limits.body) {
            channel.pipeline.fireErrorCaught(BodyTooSlow())
        }
        defer { deadline.cancel() }
        var verifier = SignatureVerifier(secrets: secrets, signature: signature)
        var body = ByteBuffer()
        var chunks = request.body.makeAsyncIterator()
        while let chunk = try await next(&chunks) {
            guard body.readableBytes + chunk.readableBytes <= DeliveryHeaders.maximumBodyBytes else {
                throw .refused(.tooLarge)
            }
            guard connections.reserve(chunk.readableBytes, for: channel) else { throw .overloaded }
            verifier.update(chunk)
            body.writeImmutableBuffer(chunk)
        }
        guard verifier.isValid() else { throw .wrongSignature }
        return body
    }

    private func next(_ chunks: inout RequestBody.AsyncIterator) async throws(IntakeAnswer) -> ByteBuffer? {
        do {
            return try await chunks.next()
        } catch is BodyTooSlow {
            throw .tooSlow
        } catch {
            throw .interrupted
        }
    }

    private func store(_ headers: DeliveryHeaders, _ body: ByteBuffer) async throws(IntakeAnswer) -> IntakeAnswer {
        metrics.bodySize.record(body.readableBytes)
        let started = ContinuousClock.now
        do {
            let result = try await append(delivery(headers, body))
            metrics.appendTime.record(duration: started.duration(to: .now))
            return result == .stored ? .accepted(headers.guid) : .duplicate(headers.guid)
        } catch {
            throw .notStored("\(error)")
        }
    }

    private func delivery(_ headers: DeliveryHeaders, _ body: ByteBuffer) -> ReceivedDelivery {
        var kept: [String: String] = [:]
        kept["X-GitHub-Hook-ID"] = headers.hookID
        kept["X-GitHub-Hook-Installation-Target-Type"] = headers.targetType
        kept["X-GitHub-Hook-Installation-Target-ID"] = headers.targetID
        return ReceivedDelivery(
            guid: headers.guid, event: headers.event, headers: kept,
            body: Data(buffer: body, byteTransferStrategy: .copy), received: now())
    }

    /// A client that was refused may go on sending; it gets a moment to read the answer, then the connection ends.
    private func closeSoon(_ channel: any Channel) {
        channel.eventLoop.scheduleTask(in: .seconds(2)) { channel.close(promise: nil) }
    }

    private func report(
        _ answer: IntakeAnswer, headers: DeliveryHeaders?, took: Duration, peer: NIOCore.SocketAddress?
    ) {
        switch answer {
        case .accepted: metrics.accepted.increment()
        case .duplicate: metrics.duplicates.increment()
        case .notStored: metrics.storeFailures.increment()
        default: metrics.refused(status: answer.status.code)
        }
        let untold: Int
        switch answer.logLevel >= .warning ? refusals.decide() : .tell {
        case .keepQuiet: return
        case .tell: untold = 0
        case .tellAfter(let number): untold = number
        }
        var metadata: Logger.Metadata = [
            "status": "\(answer.status.code)", "milliseconds": "\(took.milliseconds)",
            "peer": "\(peer?.ipAddress ?? "unknown")",
        ]
        if let headers { metadata.merge(["delivery": "\(headers.guid)", "event": "\(headers.event)"]) { $1 } }
        if let reason = answer.logReason { metadata["reason"] = "\(reason)" }
        if untold > 0 { metadata["refusedBefore"] = "\(untold)" }
        logger.log(level: answer.logLevel, "delivery \(answer.word)", metadata: metadata)
    }
}

/// The body has not arrived in the time there is for it.
private struct BodyTooSlow: Error {}

extension HTTPFields {
    fileprivate func values(of name: String) -> [String] {
        HTTPField.Name(name).map { self[values: $0] } ?? []
    }
}

extension Duration {
    /// Whole milliseconds.
    var milliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
}
