import Foundation
import Logging
import Storage
import Synchronization

/// One execution of a run's function: what its contexts share.
final class Turn: Sendable {
    private struct State {
        var steps: [String: StepRecord] = [:]
        var used: Set<String> = []
        var isStopping = false
        var isLost = false
    }

    let run: RunRecord
    let claim: RunClaim
    let database: Database
    let options: RunEngineOptions
    let observer: any RunObserver
    let logger: Logger
    /// Rings when the claim is lost.
    let lost = Bell()
    private let state = Mutex(State())

    init(run: RunRecord, engine: RunEngine) {
        self.run = run
        claim = RunClaim(run: run.id, owner: engine.options.owner, fence: run.fence)
        database = engine.database
        options = engine.options
        observer = engine.observer
        var logger = engine.logger
        logger[metadataKey: "run"] = "\(run.id)"
        logger[metadataKey: "automation"] = "\(run.automation)"
        logger[metadataKey: "project"] = "\(run.project)"
        self.logger = logger
    }

    var now: Date { options.time.now() }

    func loadJournal() async throws {
        let claim = claim
        let steps = try await database.read { try $0.journal(claim).steps() }
        state.withLock { state in
            state.steps = Dictionary(uniqueKeysWithValues: steps.map { ($0.name, $0) })
        }
    }

    /// From now on no further step begins.
    func stop() {
        state.withLock { $0.isStopping = true }
    }

    /// The claim is somebody else's now: what is executing is cancelled.
    func lose() {
        state.withLock { $0.isLost = true }
        lost.ring()
    }

    var isLost: Bool { state.withLock { $0.isLost } }

    func known(_ step: String) -> StepRecord? {
        state.withLock { $0.steps[step] }
    }

    /// Takes a step's name for this turn.
    func begin(_ step: String) throws {
        let isFirst = state.withLock { $0.used.insert(step).inserted }
        guard isFirst else {
            throw UserError(
                what: "The automation \(run.automation) uses the step name \"\(step)\" twice.",
                whatToDo: "This is a mistake in Slipway: please report it.", code: "engine.duplicateStep")
        }
    }

    /// Throws when nothing new may begin: at shutdown and after the claim was lost.
    func mayBegin() throws {
        if Task.isCancelled || state.withLock({ $0.isStopping }) { throw Interruption.stopped }
    }

    /// Records a step, and what else belongs to it, in one transaction.
    func record(
        _ step: StepRecord, _ durability: Durability = .atOnce, listeningTo keys: Set<String>? = nil
    ) async throws {
        let claim = claim
        do {
            try await database.write(durability) { tx in
                let journal = tx.journal(claim)
                try journal.record(step)
                if let keys { try journal.listen(step.name, to: keys) }
                if step.finished != nil { FailurePoint.hit(.beforeCommit, self.place(step.name)) }
            }
        } catch let error as StorageError where error.code == .leaseLost {
            throw error
        } catch {
            throw JournalUnusable(reason: error)
        }
        remember(step)
        if step.finished != nil { FailurePoint.hit(.afterCommit, place(step.name)) }
    }

    /// What a step is called in the whole program.
    func place(_ step: String) -> String { "\(run.automation)/\(step)" }

    func remember(_ step: StepRecord) {
        state.withLock { $0.steps[step.name] = step }
    }
}

extension Turn {
    func recordedFailure() throws -> UserError? {
        guard let known = known(StepRecord.whyItFailed), known.finished != nil else { return nil }
        return try known.replayed()
    }

    func recordFailure(_ failure: UserError) async throws {
        let result = try JournalValue.encode(failure)
        try await record(
            StepRecord(
                run: run.id, name: StepRecord.whyItFailed, result: result, started: now, finished: now, attempts: 1,
                lastError: failure.description))
    }
}
