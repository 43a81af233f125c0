import Synchronization

/// The intake's way into the delivery log: bounded, and durable when it returns.
public final class DeliveryLog: Sendable {
    private let database: Database
    private let capacity: Int
    private let waiting = Atomic<Int>(0)

    /// - Parameter capacity: how many deliveries may wait for their commit before further ones are refused.
    public init(_ database: Database, capacity: Int = 4096) {
        self.database = database
        self.capacity = capacity
    }

    /// Stores a delivery. Returns only after the commit is on disk; all that wait share one commit.
    /// - Throws: `overloaded` when too many wait; `sqlite` when the commit failed.
    public func append(_ delivery: ReceivedDelivery) async throws -> AppendResult {
        let (_, count) = waiting.add(1, ordering: .relaxed)
        defer { waiting.subtract(1, ordering: .relaxed) }
        guard count <= capacity else {
            throw StorageError(
                .overloaded, "\(capacity) deliveries already wait to be written to disk.",
                whatToDo: "GitHub shows this delivery as failed; it is asked for again by the next sweep.")
        }
        let place = "Intake/\(delivery.event)"
        FailurePoint.hit(.beforeCall, place)
        let result = try await database.write { tx in
            let result = try tx.deliveries.append(delivery)
            FailurePoint.hit(.beforeCommit, place)
            return result
        }
        FailurePoint.hit(.afterCommit, place)
        return result
    }
}
