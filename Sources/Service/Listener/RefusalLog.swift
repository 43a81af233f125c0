import NIOCore
import Synchronization

/// How many refusals are told in the log: whoever is refused thousands of times a second must not fill the disk with it.
/// The metrics count them all.
final class RefusalLog: Sendable {
    /// What to do about one refusal.
    enum Decision: Equatable {
        case tell
        /// Told, with how many were not since the last one that was.
        case tellAfter(Int)
        case keepQuiet
    }

    private struct State {
        var periodEnds = NIODeadline.uptimeNanoseconds(0)
        var told = 0
        var untold = 0
    }

    private let limit: Int
    private let period: TimeAmount
    private let state = Mutex(State())

    /// - Parameter limit: how many are told in a period.
    init(limit: Int = 20, period: TimeAmount = .seconds(10)) {
        self.limit = limit
        self.period = period
    }

    func decide(at now: NIODeadline = .now()) -> Decision {
        state.withLock { state in
            if now >= state.periodEnds {
                state.periodEnds = now + period
                state.told = 0
            }
            guard state.told < limit else {
                state.untold += 1
                return .keepQuiet
            }
            state.told += 1
            defer { state.untold = 0 }
            return state.untold == 0 ? .tell : .tellAfter(state.untold)
        }
    }
}
