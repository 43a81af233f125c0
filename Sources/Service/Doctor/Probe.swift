import Foundation
import Synchronization

/// A look at something that takes time and can fail; it becomes a ``Check`` in any case, and in bounded time.
struct Probe: Sendable {
    /// Longer than two calls that get no answer, one of which the other waits for.
    static let usualLimit = Duration.seconds(20)

    let title: String
    var limit = usualLimit
    let look: @Sendable () async throws -> Finding

    init(_ title: String, limit: Duration = usualLimit, look: @escaping @Sendable () async throws -> Finding) {
        self.title = title
        self.limit = limit
        self.look = look
    }

    /// - Parameter limit: nil: its own.
    func run(_ clock: any Clock<Duration>, within limit: Duration? = nil) async -> Finding {
        let limit = limit ?? self.limit
        return await Self.first(of: { await judged() }, within: limit, clock) ?? Self.tooSlow(limit)
    }

    private static func tooSlow(_ limit: Duration) -> Finding {
        let seconds = limit.components.seconds
        return .failure("No result within \(seconds) s.", "Look for what is slow or does not answer, then try again.")
    }

    private func judged() async -> Finding {
        do {
            return try await look()
        } catch let error as Unchecked {
            return .unchecked(error.reason)
        } catch {
            return Finding(error)
        }
    }

    /// The result of `body`, or nil when it takes too long. It is not waited for then, even if it cannot be cancelled:
    /// a file on a disk that is away, the look-up of a name.
    private static func first<Value: Sendable>(
        of body: @escaping @Sendable () async -> Value, within limit: Duration, _ clock: any Clock<Duration>
    ) async -> Value? {
        await withCheckedContinuation { (continuation: CheckedContinuation<Value?, Never>) in
            let isOpen = Mutex(true)
            let tell: @Sendable (Value?) -> Void = { value in
                guard
                    isOpen.withLock({ open in
                        defer { open = false }; return open
                    })
                else { return }
                continuation.resume(returning: value)
            }
            let alarm = Alarm()
            let work = Task {
                tell(await body())
                alarm.off()
            }
            alarm.set(
                Task {
                    guard (try? await clock.sleep(for: limit)) != nil else { return }
                    tell(nil)
                    work.cancel()
                })
        }
    }
}

/// A task that is no longer needed, perhaps before it is known.
private final class Alarm: Sendable {
    private let state = Mutex<(task: Task<Void, Never>?, isOff: Bool)>((nil, false))

    func set(_ task: Task<Void, Never>) {
        let isOff = state.withLock { state in
            state.task = task
            return state.isOff
        }
        if isOff { task.cancel() }
    }

    func off() {
        state.withLock { state in
            state.isOff = true
            return state.task
        }?.cancel()
    }
}
