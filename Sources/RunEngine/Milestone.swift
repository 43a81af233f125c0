import Synchronization

/// Where one part of a run gets to, for another part that goes on side by side and must not overtake it. See
/// ``RunContext/run(_:beside:)``.
public final class Milestone: Sendable {
    private enum State {
        case ahead([CheckedContinuation<Bool, Never>])
        case over(isReached: Bool)
    }

    private let state = Mutex(State.ahead([]))

    /// Returns once it has been reached. Let pass what it throws: it will not be in this turn.
    public func reached() async throws {
        let isReached = await withCheckedContinuation { continuation in
            let known: Bool? = state.withLock { state in
                switch state {
                case .over(let isReached): return isReached
                case .ahead(let waiting):
                    state = .ahead(waiting + [continuation])
                    return nil
                }
            }
            if let known { continuation.resume(returning: known) }
        }
        guard isReached else { throw Interruption.stopped }
    }

    func settle(isReached: Bool) {
        let waiting: [CheckedContinuation<Bool, Never>] = state.withLock { state in
            guard case .ahead(let waiting) = state else { return [] }
            state = .over(isReached: isReached)
            return waiting
        }
        for continuation in waiting { continuation.resume(returning: isReached) }
    }
}
