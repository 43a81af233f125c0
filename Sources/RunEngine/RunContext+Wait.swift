import Foundation
import Logging
import Storage

/// How a wait ended.
public enum Waited<Value: Codable & Sendable>: Codable, Sendable {
    case met(Value)
    case timedOut

    /// Nil when it timed out.
    public var value: Value? {
        if case .met(let value) = self { value } else { nil }
    }
}

extension Waited: Equatable where Value: Equatable {}

extension RunContext {
    /// Waits until `check` returns a value; "not yet" is nil. Meanwhile the run gives its turn back and costs nothing.
    ///
    /// It looks again on a wake with one of the keys and at least every `interval`. A wake that comes while `check`
    /// runs is not lost. The time limit counts from the first look, over crashes; at its end there is a last look.
    /// - Parameter subject: what is waited for, for people: "Flux to fetch 3f2a1bc".
    /// - Throws: ``UserError`` when `check` failed in a way that does not mend itself. Other failures count as "not
    ///   yet".
    public func wait<T: Codable & Sendable>(
        _ name: String, for subject: String, timeout: Duration, checkEvery interval: Duration,
        wakeOn keys: Set<String> = [], check: () async throws -> T?
    ) async throws -> Waited<T> {
        let name = prefix + name
        try turn.begin(name)
        if let known = passed(name) { return try known.replayed() }
        try mayBegin()
        let wait = try await openWait(name, timeout: timeout, keys: keys)
        if let notBefore = wait.notBefore, notBefore > now { throw suspend(until: notBefore, waitsFor: subject) }
        let deadline = wait.deadline ?? now
        let attempt = StepAttempt(record: wait, name: name, context: self)
        do {
            if let value = try await attempt.perform(check) { return try await attempt.succeed(with: .met(value)) }
        } catch  where now < deadline || !error.isMerelyNotYet {
            throw await attempt.fail(with: error, retry: .whileWaiting, notLaterThan: deadline)
        } catch {
            turn.logger.debug("the last look failed", metadata: ["step": "\(name)", "error": "\(error)"])
        }
        if now >= deadline { return try await attempt.succeed(with: .timedOut) }
        throw suspend(until: min(now.addingTimeInterval(interval.seconds), deadline), waitsFor: subject)
    }

    /// Records the deadline and the wakes before the first look, so that none is missed.
    private func openWait(_ name: String, timeout: Duration, keys: Set<String>) async throws -> StepRecord {
        if let known = turn.known(name) { return known }
        let wait = StepRecord(
            run: run.id, name: name, started: now, deadline: now.addingTimeInterval(timeout.seconds))
        // That it has begun need not be on disk at once: it begins again.
        try await turn.record(wait, .withTheNext, listeningTo: keys)
        return wait
    }
}

extension RetryPolicy {
    /// For a look that failed: time limits the wait, nothing else.
    fileprivate static let whileWaiting = RetryPolicy(longestDelay: .seconds(30))
}

extension Error {
    fileprivate var isMerelyNotYet: Bool {
        !isAboutTheTurn && !Task.isCancelled && (self as? any RetryAdvising)?.advice != .terminal
    }
}
