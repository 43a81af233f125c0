import Foundation
import GitHubAPI
import Logging
import Storage

/// How saying an entry went.
enum OutboxResult: Sendable, Equatable {
    /// GitHub has it, under this id where it gives one.
    case delivered(Int64?)
    /// GitHub will not have it, and trying again is of no use.
    case refused(String)
    case later(Date, String)
    /// The service is shutting down; nothing is known.
    case interrupted

    /// Conflicts that last this many attempts are no longer taken for passing ones.
    static let patience = 20

    /// - Parameter attempts: failed attempts before this one.
    init(_ error: any Error, attempts: Int, now: Date) {
        let backoff = min(300, 2 * pow(2, Double(min(attempts, 10))))
        if let error = error as? StorageError, error.isOutage {
            self = .later(now.addingTimeInterval(backoff), error.whatHappened)
            return
        }
        guard let error = error as? GitHubError else {
            self = error is CancellationError ? .interrupted : .refused("\(error)")
            return
        }
        let sentence = "\(error.whatHappened) \(error.whatToDo)"
        switch error.code {
        case .rateLimited(let until): self = .later(until, sentence)
        case .unauthorized, .suspended:
            // Everything is refused then, and somebody will mend it: nothing is lost by waiting.
            self = .later(error.retryNotBefore ?? now.addingTimeInterval(max(60, backoff)), sentence)
        case .forbidden where attempts < Self.patience:
            // Somebody may grant what is missing, or give back what was withdrawn.
            self = .later(now.addingTimeInterval(max(60, backoff)), sentence)
        case _ where error.isRetryable && attempts < Self.patience || error.outcomeUnknown:
            self = .later(max(error.retryNotBefore ?? now, now.addingTimeInterval(backoff)), sentence)
        default: self = .refused(sentence)
        }
    }

    func record(for entry: OutboxRecord, in outbox: Outbox, at now: Date) throws {
        switch self {
        case .delivered(let id): try outbox.delivered(entry.key, version: entry.version, remoteID: id, at: now)
        case .refused(let reason): try outbox.refused(entry.key, version: entry.version, reason: reason, at: now)
        case .later(let date, let reason): try outbox.retry(entry.key, at: date, error: reason, now: now)
        case .interrupted: break
        }
    }

    var word: String {
        switch self {
        case .delivered: "delivered"
        case .refused: "refused"
        case .later: "later"
        case .interrupted: "interrupted"
        }
    }

    var reason: String? {
        switch self {
        case .refused(let reason), .later(_, let reason): reason
        case .delivered, .interrupted: nil
        }
    }

    var level: Logger.Level {
        switch self {
        case .delivered, .interrupted: .debug
        case .refused, .later: .warning
        }
    }
}
