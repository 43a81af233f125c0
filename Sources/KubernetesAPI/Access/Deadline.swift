/// The time for something was over before it was.
struct DeadlineExceeded: Error {}

/// Runs an operation and cancels it after a time.
///
/// - Throws: ``DeadlineExceeded``, or what the operation throws.
func withDeadline<Result: Sendable>(
    _ limit: Duration, clock: any Clock<Duration>, _ operation: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    try await withThrowingTaskGroup(of: Result?.self) { group in
        group.addTask { try await operation() }
        group.addTask {
            try await clock.sleep(for: limit)
            return nil
        }
        defer { group.cancelAll() }
        guard let first = try await group.next(), let result = first else { throw DeadlineExceeded() }
        return result
    }
}
