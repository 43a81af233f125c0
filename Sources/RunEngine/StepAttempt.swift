import Foundation
import Storage

/// One attempt at a step, and how it is recorded.
struct StepAttempt {
    let name: String
    let number: Int
    private let context: RunContext
    private let began: Date
    private let step: StepRecord

    init(record: StepRecord?, name: String, context: RunContext) {
        self.name = name
        self.context = context
        began = context.now
        number = (record?.attempts ?? 0) + 1
        var step = record ?? StepRecord(run: context.run.id, name: name, started: began)
        // What was parked begins anew.
        if let record, record.attempts == 0, record.deadline == nil { step.started = began }
        step.attempts = number
        step.notBefore = nil
        self.step = step
    }

    /// Where in the program this is, for crash tests.
    private var place: String { context.turn.place(name) }

    /// Does what the step does.
    func perform<T>(_ body: () async throws -> T) async throws -> T {
        try await FailurePoint.at(place, body)
    }

    func succeed<T: Codable & Sendable>(with value: T, _ durability: Durability = .atOnce) async throws -> T {
        FailurePoint.hit(.afterAnswer, place)
        let step = finished(try JournalValue.encode(value))
        try await context.turn.record(step, durability)
        context.branch.pass(step)
        observe(nil)
        return value
    }

    /// Writes records and the journal entry in one transaction.
    func commit<T: Codable & Sendable>(
        _ durability: Durability, _ body: @escaping @Sendable (Transaction) throws -> T
    ) async throws -> T {
        FailurePoint.hit(.beforeCall, place)
        let claim = context.turn.claim
        let (value, step) = try await context.turn.database.write(durability) { [finished, place] tx in
            let journal = tx.journal(claim)
            try journal.check()
            let value = try body(tx.acting(forRun: claim.run))
            let step = finished(try JournalValue.encode(value))
            try journal.record(step)
            FailurePoint.hit(.beforeCommit, place)
            return (value, step)
        }
        context.turn.remember(step)
        context.branch.pass(step)
        FailurePoint.hit(.afterCommit, place)
        observe(nil)
        return value
    }

    /// Records a failed attempt.
    /// - Returns: what the step throws: a suspension until the next attempt, or the final ``UserError``.
    /// - Parameter deadline: the next attempt is moved before it.
    func fail(with error: any Error, retry: RetryPolicy, notLaterThan deadline: Date? = nil) async -> any Error {
        if error.isAboutTheTurn { return error }
        if Task.isCancelled { return Interruption.stopped }
        let told = UserError(error, in: name)
        observe(told)
        let next = retry.next(
            afterAttempt: number, firstStarted: step.started, now: context.now,
            advice: (error as? any RetryAdvising)?.advice ?? .retry(), chance: context.turn.options.chance.fraction())
        do {
            guard let next = next.map({ min($0, deadline ?? $0) }) else {
                let step = try failed(told)
                try await context.turn.record(step)
                context.branch.pass(step)
                return told
            }
            let waiting = postponed(until: next, told, isParked: (error as? any RetryAdvising)?.advice.isPark ?? false)
            try await context.turn.record(waiting)
            return context.suspend(until: next, waitsFor: context.retryText(name, waiting))
        } catch {
            return error
        }
    }

    private var finished: @Sendable (String) -> StepRecord {
        { [step, context] result in
            var step = step
            step.result = result
            step.lastError = nil
            step.finished = context.now
            return step
        }
    }

    private func failed(_ error: UserError) throws -> StepRecord {
        var step = step
        step.failure = try JournalValue.encode(error)
        step.lastError = error.description
        step.finished = context.now
        return step
    }

    /// Neither the attempt nor the time of one that is parked counts.
    private func postponed(until next: Date, _ error: UserError, isParked: Bool) -> StepRecord {
        var step = step
        if isParked { step.attempts -= 1 }
        step.lastError = error.description
        step.notBefore = next
        return step
    }

    private func observe(_ error: UserError?) {
        let duration = Duration.seconds(context.now.timeIntervalSince(began))
        context.turn.observer.stepEnded(name, of: context.run, attempt: number, after: duration, error: error)
    }
}
