import Synchronization

/// The intake's way into the delivery log: bounded, and durable when it tells.
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
        try await withCheckedThrowingContinuation { continuation in
            append(delivery) { continuation.resume(with: $0) }
        }
    }

    /// Stores a delivery, and tells the result once the commit is on disk or has failed: at once, or on the writer's
    /// thread, which must not be kept.
    public func append(
        _ delivery: ReceivedDelivery, then tell: @escaping @Sendable (Result<AppendResult, any Error>) -> Void
    ) {
        let (_, count) = waiting.add(1, ordering: .relaxed)
        guard count <= capacity else {
            waiting.subtract(1, ordering: .relaxed)
            return tell(.failure(overloaded))
        }
        FailurePoint.hit(.beforeCall, "Intake/\(delivery.event)")
        database.append(PackedDelivery(delivery)) { [self] result in
            FailurePoint.hit(.afterCommit, "Intake/\(delivery.event)")
            waiting.subtract(1, ordering: .relaxed)
            tell(result)
        }
    }

    private var overloaded: StorageError {
        StorageError(
            .overloaded, "\(capacity) deliveries already wait to be written to disk.",
            whatToDo: "GitHub shows this delivery as failed; it is asked for again by the next sweep.")
    }
}
