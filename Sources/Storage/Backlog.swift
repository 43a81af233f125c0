import Foundation
import GRDB

/// What could be worked on now and is not yet: how much, and since when the oldest of it.
public struct Backlog: Sendable, Equatable {
    public enum Queue: String, Sendable, CaseIterable {
        /// Deliveries that are not decided about.
        case deliveries
        /// Runs that are due and not executing.
        case runs
        /// What is due to be said on GitHub.
        case outbox
    }

    public var length: Int
    /// Nil when there is nothing.
    public var oldest: Date?
}

extension Transaction {
    public func backlog(of queue: Backlog.Queue, at now: Date) throws -> Backlog {
        let (query, arguments): (String, StatementArguments) =
            switch queue {
            case .deliveries: ("COUNT(*), MIN(received) FROM delivery WHERE status = 'queued'", [])
            case .runs:
                ("COUNT(*), MIN(due) FROM run WHERE state IN ('queued', 'waiting') AND due <= ?", [now.milliseconds])
            case .outbox:
                (
                    "COUNT(*), MIN(nextAttempt) FROM outbox WHERE state = 'pending' AND nextAttempt <= ?",
                    [now.milliseconds]
                )
            }
        guard let row = try Row.fetchOne(db, sql: "SELECT \(query)", arguments: arguments) else {
            return Backlog(length: 0, oldest: nil)
        }
        return Backlog(length: row[0], oldest: (row[1] as Int64?).map(Date.init(milliseconds:)))
    }
}
