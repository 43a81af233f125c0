import Foundation
import Synchronization

/// How fast tokens may be renewed, and who has to wait after a failure. One for all who renew; a restart forgets it, so that
/// what ends soon is tried at once then.
final class RenewalPace: Sendable {
    /// What waits after a failure: whatever failed for a reason of its own.
    enum Scope: Hashable, Sendable {
        /// GitHub takes nothing from Slipway: its limit is spent, or it refuses the App.
        case all
        /// The App is suspended there.
        case installation(Int64)
        case project(String)
    }

    struct Limits: Sendable {
        /// Renewals that begin within any minute.
        var perMinute = 150
        /// Renewals that begin in one round, so that a minute's share does not come in its first second.
        var perRound = 25
        /// Renewals under way.
        var atOnce = 8
        /// Seconds before a project that failed once is tried again; doubled each time, up to the longest.
        var firstPause: TimeInterval = 30
        var longestPause: TimeInterval = 300
    }

    private struct Hold {
        var until: Date
        var failures: Int
    }

    private struct State {
        var begun: [Date] = []
        var holds: [Scope: Hold] = [:]
    }

    let limits: Limits
    private let state = Mutex(State())

    init(_ limits: Limits = Limits()) {
        self.limits = limits
    }

    /// Whether one more renewal may begin now; if so, it is counted.
    func take(at now: Date) -> Bool {
        state.withLock { state in
            // Also what seems to come from the future: the clock was set back.
            state.begun.removeAll { !(0..<60).contains(now.timeIntervalSince($0)) }
            guard state.begun.count < limits.perMinute else { return false }
            state.begun.append(now)
            return true
        }
    }

    /// Whether one of them has to wait.
    func isHeld(_ scopes: Scope..., at now: Date) -> Bool {
        state.withLock { state in scopes.contains { state.holds[$0].map { $0.until > now } ?? false } }
    }

    /// - Parameter until: when it is known; else a pause that grows with each failure.
    /// - Returns: how often it failed in a row.
    @discardableResult
    func hold(_ scope: Scope, until: Date? = nil, at now: Date) -> Int {
        state.withLock { state in
            let known = state.holds[scope]
            // Those that were under way at the time fail with it: that is one failure.
            if let known, known.until > now, until == nil { return known.failures + 1 }
            let failures = (known?.failures ?? 0) + 1
            let pause = min(limits.firstPause * pow(2, Double(min(failures, 12) - 1)), limits.longestPause)
            state.holds[scope] = Hold(until: until ?? now.addingTimeInterval(pause), failures: failures)
            return failures
        }
    }

    /// It succeeded, after its wait: one that was under way when the others began to wait proves nothing.
    /// - Returns: whether one of them had failed before.
    @discardableResult
    func release(_ scopes: Scope..., at now: Date) -> Bool {
        state.withLock { state in
            let over = scopes.filter { state.holds[$0].map { $0.until <= now } ?? false }
            for scope in over { state.holds[scope] = nil }
            return !over.isEmpty
        }
    }
}
