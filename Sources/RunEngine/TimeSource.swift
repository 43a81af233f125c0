import Foundation

/// Where the engine takes the time from; tests hold it still.
public struct TimeSource: Sendable {
    public var now: @Sendable () -> Date
    /// Returns after the duration, or throws `CancellationError` with its task.
    public var sleep: @Sendable (Duration) async throws -> Void

    public init(now: @escaping @Sendable () -> Date, sleep: @escaping @Sendable (Duration) async throws -> Void) {
        self.now = now
        self.sleep = sleep
    }

    public static let system = TimeSource(now: { Date() }, sleep: { try await Task.sleep(for: $0) })
}
