/// Those who wait for the state of a simulator to change. It is kept inside the simulator's actor, so that between
/// looking at
/// the state and beginning to wait nothing can change unnoticed.
struct ChangeWaiters: Sendable {
    private var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
    private var nextID = 0

    /// A number to wait under.
    mutating func newID() -> Int {
        nextID += 1
        return nextID
    }

    mutating func add(_ continuation: CheckedContinuation<Void, Never>, id: Int) {
        waiting[id] = continuation
    }

    /// Wakes one, for instance because its time is up.
    mutating func wake(_ id: Int) {
        waiting.removeValue(forKey: id)?.resume()
    }

    /// Wakes all: something changed.
    mutating func wakeAll() {
        let woken = waiting.values
        waiting = [:]
        for continuation in woken { continuation.resume() }
    }
}

/// A condition a test or the demo waited for did not come true in time.
public struct WaitTimedOut: Error, CustomStringConvertible {
    public let condition: String
    public let after: Duration

    public var description: String { "waited \(after) for: \(condition)" }
}
