/// A deadline passed before the operation ended.
struct DeadlineExceeded: Error {}

/// Runs `operation` and cancels it when it takes longer than `duration`.
///
/// AsyncHTTPClient's own timeout ends with the response's head; this one covers the body too.
func withDeadline<Value: Sendable>(
    _ duration: Duration, clock: any Clock<Duration>, _ operation: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value?.self) { group in
        group.addTask { try await operation() }
        group.addTask {
            try await clock.sleep(for: duration)
            return nil
        }
        defer { group.cancelAll() }
        guard let first = try await group.next(), let value = first else { throw DeadlineExceeded() }
        return value
    }
}
