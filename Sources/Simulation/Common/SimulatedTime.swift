import Foundation
import Synchronization

/// A clock whose minutes pass in seconds. It does not run away from a busy machine: when its own ticks come late, time
/// passes more slowly, so that what takes a moment of computing never looks like minutes of silence.
///
/// Sleeps on it, dates from it and everything that is given it as a clock stay in step.
public final class SimulatedTime: Clock, Sendable {
    /// A moment, as the time since the clock was made.
    public struct Instant: InstantProtocol, Sendable {
        var elapsed: Duration

        public func advanced(by duration: Duration) -> Instant { Instant(elapsed: elapsed + duration) }
        public func duration(to other: Instant) -> Duration { other.elapsed - elapsed }
        public static func < (left: Instant, right: Instant) -> Bool { left.elapsed < right.elapsed }
    }

    private struct Sleeper {
        let id: Int
        let until: Instant
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var now = Instant(elapsed: .zero)
        var sleepers: [Sleeper] = []
        var lastID = 0
        var cancelled: Set<Int> = []
        var isStopped = false
    }

    /// Real time between two ticks, and the most of it that counts when a tick is late.
    private static let tick = Duration.milliseconds(2)
    private static let longestTick = Duration.milliseconds(5)
    /// How often others get their turn before a tick counts.
    private static let turns = 10

    /// Simulated seconds in a second.
    public let speed: Double
    private let start: Date
    private let state = Mutex(State())

    /// Time stands still until ``run()``.
    public init(speed: Double, start: Date) {
        self.speed = speed
        self.start = start
    }

    public var now: Instant { state.withLock { $0.now } }
    public var minimumResolution: Duration { Self.tick * speed }

    /// The time of day.
    public var date: Date { start.addingTimeInterval(now.elapsed / .seconds(1)) }

    /// Lets time pass until the task is cancelled; then all who sleep are woken by a `CancellationError`.
    /// - Parameter probe: something that takes about as many turns as the work that goes on: while it has not got
    ///   through, no time passes.
    public func run(probe: @Sendable () async -> Void = {}) async {
        var last = ContinuousClock.now
        while (try? await Task.sleep(for: Self.tick)) != nil {
            for _ in 0..<Self.turns { await Task.yield() }
            await probe()
            let real = ContinuousClock.now
            advance(by: min(last.duration(to: real), Self.longestTick) * speed)
            last = real
        }
        stop()
    }

    public func sleep(until deadline: Instant, tolerance: Duration? = nil) async throws {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                enter(Sleeper(id: id, until: deadline, continuation: continuation))
            }
        } onCancel: {
            cancel(id)
        }
    }

    /// Returns after this time, or throws `CancellationError` with its task.
    @Sendable public func sleep(_ duration: Duration) async throws {
        try await sleep(until: now.advanced(by: duration))
    }

    private func enter(_ sleeper: Sleeper) {
        let end: Result<Void, any Error>? = state.withLock { state in
            if state.isStopped || state.cancelled.remove(sleeper.id) != nil { return .failure(CancellationError()) }
            if sleeper.until <= state.now { return .success(()) }
            let place = state.sleepers.firstIndex { $0.until > sleeper.until } ?? state.sleepers.endIndex
            state.sleepers.insert(sleeper, at: place)
            return nil
        }
        if let end { sleeper.continuation.resume(with: end) }
    }

    private func cancel(_ id: Int) {
        let sleeper: Sleeper? = state.withLock { state in
            guard let index = state.sleepers.firstIndex(where: { $0.id == id }) else {
                // Either it has not gone to sleep yet, or it is awake already and this is forgotten with the clock.
                state.cancelled.insert(id)
                return nil
            }
            return state.sleepers.remove(at: index)
        }
        sleeper?.continuation.resume(throwing: CancellationError())
    }

    private func advance(by duration: Duration) {
        let due = state.withLock { state -> [Sleeper] in
            state.now = state.now.advanced(by: duration)
            let due = state.sleepers.prefix { $0.until <= state.now }
            state.sleepers.removeFirst(due.count)
            return Array(due)
        }
        for sleeper in due { sleeper.continuation.resume() }
    }

    private func stop() {
        let sleepers = state.withLock { state -> [Sleeper] in
            defer { state.sleepers = [] }
            state.isStopped = true
            return state.sleepers
        }
        for sleeper in sleepers { sleeper.continuation.resume(throwing: CancellationError()) }
    }
}
