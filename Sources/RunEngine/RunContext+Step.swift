import Foundation
import Storage

extension RunContext {
    /// Executes a named part of the run and records its result; once recorded it is returned and never executed again.
    ///
    /// An attempt that fails and may be repeated gives the turn back until then. `body` gets the number of the attempt,
    /// 1 for the first, and must be safe to repeat: a crash before the recording executes it again.
    /// - Parameter durability: `.withTheNext` for what nobody sees: a power cut may take the record of what was done.
    /// - Throws: ``UserError`` when it failed for good; recorded as well, so that it is thrown again.
    public func step<T: Codable & Sendable>(
        _ name: String, retry: RetryPolicy = .standard, durability: Durability = .atOnce,
        _ body: (_ attempt: Int) async throws -> T
    ) async throws -> T {
        let name = prefix + name
        try turn.begin(name)
        if let known = passed(name) { return try known.replayed() }
        try mayBegin()
        let known = turn.known(name)
        if let known, let notBefore = known.notBefore, notBefore > now {
            throw suspend(until: notBefore, waitsFor: retryText(name, known))
        }
        let attempt = StepAttempt(record: known, name: name, context: self)
        do {
            return try await attempt.succeed(with: attempt.perform { try await body(attempt.number) }, durability)
        } catch {
            throw await attempt.fail(with: error, retry: retry)
        }
    }

    /// A step without a result.
    public func step(
        _ name: String, retry: RetryPolicy = .standard, durability: Durability = .atOnce,
        _ body: (_ attempt: Int) async throws -> Void
    ) async throws {
        let _: Nothing = try await step(name, retry: retry, durability: durability) { attempt in
            try await body(attempt)
            return Nothing()
        }
    }

    /// A step that only writes records: they and the journal entry are stored in one transaction, so that it happens
    /// exactly once.
    /// - Parameter durability: `.withTheNext` when nothing is done outside before the next step is recorded.
    public func record<T: Codable & Sendable>(
        _ name: String, durability: Durability = .atOnce, _ body: @escaping @Sendable (Transaction) throws -> T
    ) async throws -> T {
        let name = prefix + name
        try turn.begin(name)
        if let known = passed(name) { return try known.replayed() }
        try mayBegin()
        let attempt = StepAttempt(record: turn.known(name), name: name, context: self)
        do {
            return try await attempt.commit(durability, body)
        } catch {
            throw await attempt.fail(with: error, retry: .standard)
        }
    }

    /// A step that only writes records and has no result.
    public func record(
        _ name: String, durability: Durability = .atOnce, _ body: @escaping @Sendable (Transaction) throws -> Void
    ) async throws {
        let _: Nothing = try await record(name, durability: durability) { tx in
            try body(tx)
            return Nothing()
        }
    }

    func retryText(_ name: String, _ step: StepRecord) -> String {
        "\(name): attempt \(step.attempts + 1)" + (step.lastError.map { " after: \($0)" } ?? "")
    }
}

/// The result of a step that has none.
struct Nothing: Codable, Sendable {}
