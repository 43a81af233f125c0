import Foundation

/// Where the engine takes the time from; tests hold it still.
public struct TimeSource: Sendable {
    public var now: @Sendable () -> Date
    /// Returns at that time, at once when it has come, or throws `CancellationError` with its task. A time instead of a
    /// duration: one that a test moves may be another when the sleep begins.
    public var sleep: @Sendable (_ until: Date) async throws -> Void

    public init(now: @escaping @Sendable () -> Date, sleepUntil: @escaping @Sendable (Date) async throws -> Void) {
        self.now = now
        sleep = sleepUntil
    }

    /// - Parameter sleep: returns after the duration, or throws `CancellationError` with its task.
    public init(now: @escaping @Sendable () -> Date, sleep: @escaping @Sendable (Duration) async throws -> Void) {
        self.init(
            now: now,
            sleepUntil: { date in
                let pause = max(0, date.timeIntervalSince(now()))
                try await sleep(.milliseconds(Int64((pause * 1000).rounded(.up))))
            })
    }

    public static let system = TimeSource(now: { Date() }, sleep: { try await Task.sleep(for: $0) })
}
