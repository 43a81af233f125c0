import CoreMetrics
import Foundation
import GitHubAPI
import Logging
import Storage

/// Tells how the sweeps do: in the log, in metrics, in the database, and under `/readyz`.
struct SweepReport: Sendable {
    /// Failures in a row, of a kind that passes, until `/readyz` mentions them.
    static let patience = 3

    let database: Database
    let board: HealthBoard
    let metrics: MetricsRegistry
    let logger: Logger
    let now: @Sendable () -> Date

    enum Kind: String {
        case deliveries, repositories

        var component: HealthBoard.Component {
            switch self {
            case .deliveries: .deliverySweep
            case .repositories: .repositorySweep
            }
        }
    }

    /// A sweep ended well.
    func succeeded(_ kind: Kind, name: String, isNews: Bool, _ metadata: Logger.Metadata) async {
        let level: Logger.Level = isNews ? .info : .debug
        logger.log(level: level, "sweep done", metadata: metadata.merging(["sweep": "\(name)"]) { $1 })
        count(kind, "done")
        metrics.gauge(.sweepSuccess, kind.rawValue).record(now().timeIntervalSince1970.rounded())
        await recovered(kind, name: name)
    }

    /// Something that failed before does not any more.
    func recovered(_ kind: Kind, name: String) async {
        await record(name) { [now] in try $0.sweeps.succeed(name, at: now()) }
        let open = try? await database.read { try $0.sweeps.all().contains { $0.failures > 0 && kind.owns($0.name) } }
        if open != true { board.report(kind.component, failure: nil, at: now()) }
    }

    func failed(_ kind: Kind, name: String, _ error: any Error) async {
        if error is CancellationError { return }
        let reason = Self.words(error)
        logger.warning("sweep failed", metadata: ["sweep": "\(name)", "reason": "\(reason)"])
        count(kind, "failed")
        let failures = await record(name) { try $0.sweeps.fail(name, reason: reason) }
        let passes = (error as? GitHubError)?.isRetryable ?? false
        if !passes || failures ?? 0 >= Self.patience {
            board.report(kind.component, failure: reason, at: now())
        }
    }

    func deliveryRecovered() { metrics.counter(.deliveriesRecovered).increment() }
    func deliveryGivenUp() { metrics.counter(.deliveriesGivenUp).increment() }
    func redeliveryRequested() { metrics.counter(.redeliveriesRequested).increment() }
    func repositoryFound() { metrics.counter(.repositoriesFound).increment() }

    private func count(_ kind: Kind, _ result: String) {
        metrics.counter(.sweeps, kind.rawValue, result).increment()
    }

    @discardableResult
    private func record<Value: Sendable>(
        _ name: String, _ body: @escaping @Sendable (Transaction) throws -> Value
    ) async -> Value? {
        do {
            return try await database.write { [now] transaction in
                _ = try transaction.sweeps.begin(name, at: now())
                return try body(transaction)
            }
        } catch {
            logger.error("the sweep cannot be recorded", metadata: ["reason": "\(error.sentence)"])
            return nil
        }
    }

    private static func words(_ error: any Error) -> String {
        guard let error = error as? GitHubError else { return error.sentence }
        return "\(error.whatHappened) \(error.whatToDo)"
    }
}

extension SweepReport.Kind {
    /// Whether a recorded sweep is of this kind, by its name.
    fileprivate func owns(_ name: String) -> Bool {
        switch self {
        case .deliveries: name.hasPrefix("deliveries") || name == "webhooks"
        case .repositories: name.hasPrefix("repositories")
        }
    }
}
