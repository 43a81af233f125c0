import CoreMetrics
import Foundation
import GitHubAPI
import Logging
import Metrics
import NIOCore
import NIOFoundationCompat
import NIOHTTP1
import Storage

/// What all connections of the webhook's address share: who may deliver, where deliveries go, and who is told.
struct Intake: Sendable {
    static let path = "/webhooks/github"

    /// Stores a delivery and tells the result after the commit, on any thread.
    typealias Append =
        @Sendable (ReceivedDelivery, @escaping @Sendable (Result<AppendResult, any Error>) -> Void) -> Void

    let secrets: SecretsInUse
    let append: Append
    let connections: OpenConnections
    let limits: HTTPLimits
    let metrics: ServiceMetrics
    let logger: Logger
    let now: @Sendable () -> Date
    let refusals = RefusalLog()

    /// The answer to a verified delivery, once it is on disk or cannot be.
    func store(
        _ headers: DeliveryHeaders, _ body: ByteBuffer, then answer: @escaping @Sendable (IntakeAnswer) -> Void
    ) {
        metrics.bodySize.record(body.readableBytes)
        let started = ContinuousClock.now
        append(delivery(headers, body)) { [metrics] result in
            switch result {
            case .success(let stored):
                metrics.appendTime.record(duration: started.duration(to: .now))
                answer(stored == .stored ? .accepted(headers.guid) : .duplicate(headers.guid))
            case .failure(let error):
                answer(.notStored("\(error)"))
            }
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

    /// Counts and logs an answer.
    func report(_ answer: IntakeAnswer, headers: DeliveryHeaders?, took: Duration, peer: String) {
        switch answer {
        case .accepted: metrics.accepted.increment()
        case .duplicate: metrics.duplicates.increment()
        case .notStored: metrics.storeFailures.increment()
        default: metrics.refused(status: Int(answer.status.code))
        }
        guard logger.logLevel <= answer.logLevel else { return }
        let untold: Int
        switch answer.logLevel >= .warning ? refusals.decide() : .tell {
        case .keepQuiet: return
        case .tell: untold = 0
        case .tellAfter(let number): untold = number
        }
        var metadata: Logger.Metadata = [
            "status": "\(answer.status.code)", "milliseconds": "\(took.milliseconds)", "peer": "\(peer)",
        ]
        if let headers {
            metadata["delivery"] = "\(headers.guid)"
            metadata["event"] = "\(headers.event)"
        }
        if let reason = answer.logReason { metadata["reason"] = "\(reason)" }
        if untold > 0 { metadata["refusedBefore"] = "\(untold)" }
        logger.log(level: answer.logLevel, "delivery \(answer.word)", metadata: metadata)
    }
}

extension Duration {
    /// Whole milliseconds.
    var milliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
}
