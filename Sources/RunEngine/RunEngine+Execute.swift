import Foundation
import Logging
import Storage
import Synchronization

/// How a turn ended.
enum TurnEnd: Sendable {
    case finished(RunState, String)
    case suspended(Suspension)
    /// To be continued as soon as possible.
    case stopped
    /// The claim is somebody else's: nothing may be written.
    case lost
    /// The journal could not be used: try again later.
    case journalUnusable(String)
}

extension TurnEnd {
    fileprivate var outcome: String? {
        if case .finished(_, let text) = self { text } else { nil }
    }
}

extension RunEngine {
    /// Executes one turn of a run and records how it ended.
    func execute(_ run: RunRecord) async {
        guard let turn = state.withLock({ $0.turns[run.id] }) else { return }
        let began = options.time.now()
        let end = await cancelledWhenLost(turn) { await self.end(of: turn) }
        let state = await settle(turn, end)
        self.state.withLock { $0.turns[run.id] = nil }
        observer.turnEnded(
            run, state: state, outcome: end.outcome, after: .seconds(options.time.now().timeIntervalSince(began)))
        bell.ring()
    }

    private func cancelledWhenLost(
        _ turn: Turn, _ body: @escaping @Sendable () async -> TurnEnd
    ) async -> TurnEnd {
        await withTaskGroup(of: TurnEnd?.self) { group in
            group.addTask { await body() }
            group.addTask {
                await turn.lost.wait()
                return nil
            }
            var end = TurnEnd.lost
            for await ended in group {
                // The bell also falls silent when the engine is cancelled; the turn then ends by itself.
                if let ended, !turn.isLost { end = ended }
                if ended != nil || turn.isLost { group.cancelAll() }
            }
            return end
        }
    }

    private func end(of turn: Turn) async -> TurnEnd {
        guard let automation = automations[turn.run.automation] else {
            return .finished(.failed, "This version of Slipway does not know \(turn.run.automation).")
        }
        do {
            try await turn.loadJournal()
            let isDeadly = turn.run.deaths >= options.deathLimit
            if let failure = try turn.recordedFailure() {
                // What dies even while it tells the failure ends without telling.
                return isDeadly ? .finished(.failed, failure.description) : try await fail(automation, turn, failure)
            }
            return isDeadly ? try await giveUp(automation, turn) : try await attempt(automation, turn)
        } catch {
            return TurnEnd(error)
        }
    }

    private func attempt(_ automation: any Automation, _ turn: Turn) async throws -> TurnEnd {
        let context = RunContext(turn: turn, branch: Branch(from: turn.run.created), prefix: "")
        do {
            let outcome = try await automation.run(context)
            if let suspension = context.branch.suspension { return .suspended(suspension) }
            return TurnEnd(outcome)
        } catch {
            if let suspension = context.branch.suspension { return .suspended(suspension) }
            guard error.isFailureOfTheRun else { throw error }
            let failure = UserError(error, in: automation.name)
            try await turn.recordFailure(failure)
            return try await fail(automation, turn, failure)
        }
    }

    /// Ends a run that the process did not survive: tried again and again, it would keep everything else from its work.
    private func giveUp(_ automation: any Automation, _ turn: Turn) async throws -> TurnEnd {
        let failure = UserError.deadly(turn.run)
        try await turn.recordFailure(failure)
        return try await fail(automation, turn, failure)
    }

    private func fail(_ automation: any Automation, _ turn: Turn, _ failure: UserError) async throws -> TurnEnd {
        let context = RunContext(
            turn: turn, branch: Branch(from: turn.run.created), prefix: "\(StepRecord.whyItFailed)/")
        do {
            try await automation.failed(failure, context)
        } catch  where error.isFailureOfTheRun && context.branch.suspension == nil {
            logger.error(
                "a run has failed and could not say so",
                metadata: ["run": "\(turn.run.id)", "failure": "\(failure)", "error": "\(error)"])
        } catch  where context.branch.suspension == nil {
            throw error
        } catch {}
        if let suspension = context.branch.suspension { return .suspended(suspension) }
        return .finished(.failed, failure.description)
    }
}

extension UserError {
    fileprivate static func deadly(_ run: RunRecord) -> UserError {
        let remedy = run.delivery.map { "`slipway delivery replay \($0)` tries again" } ?? "repeat what led to this"
        return UserError(
            what: "Slipway itself ended \(run.deaths) times in a row while it worked on this.",
            why: "It was killed, ran out of memory or has a mistake: the end of its log says more.",
            whatToDo: "Mend the cause, or install a version without it; then \(remedy).", code: "engine.deadlyRun")
    }
}

extension TurnEnd {
    init(_ outcome: RunOutcome) {
        switch outcome {
        case .done(let text): self = .finished(.done, text)
        case .superseded(let text): self = .finished(.superseded, text)
        }
    }

    init(_ error: any Error) {
        switch error {
        case Interruption.suspended(let suspension): self = .suspended(suspension)
        case is Interruption, is CancellationError: self = .stopped
        case let error as StorageError where error.code == .leaseLost: self = .lost
        default: self = .journalUnusable(error.sentence)
        }
    }
}

extension Error {
    /// Whether the run itself is at fault, and not the moment: the journal, a shutdown, a lost claim.
    fileprivate var isFailureOfTheRun: Bool {
        if isAboutTheTurn || Task.isCancelled { return false }
        return (self as? StorageError)?.code != .sqlite
    }
}
