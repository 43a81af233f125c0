import Foundation
import Logging
import Storage
import Synchronization

/// A run's way to do anything that must survive a crash.
///
/// Step names are unique within a run; branches of ``parallel(over:named:_:)`` have their own.
public struct RunContext: Sendable {
    let turn: Turn
    let branch: Branch
    /// Stands before the names of this branch's steps.
    let prefix: String

    public var run: RunRecord { turn.run }
    /// The project's id.
    public var project: String { turn.run.project }
    public var logger: Logger { turn.logger }

    /// The time now. Not recorded: for decisions that must be the same when the run comes back use ``recordedNow``.
    public var now: Date { turn.now }

    /// When the step before this was recorded, to the millisecond: the same whenever the run comes back here. Before the
    /// first step it is when the run was enqueued; branches begin with the time at which they part.
    public var recordedNow: Date { branch.lastStep.roundedToMilliseconds }

    /// The input the run was enqueued with.
    public func input<T: Decodable>(as type: T.Type) throws -> T {
        try turn.run.input(as: type)
    }

    /// Reads in one transaction. Not recorded.
    public func read<T: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T {
        try await turn.database.read(body)
    }

    /// Writes in one transaction if the run still holds its claim. Not recorded: happens again when the run comes back,
    /// and so is on disk with the next step at the latest.
    /// - Throws: `StorageError.leaseLost`, and what `body` throws.
    @discardableResult
    public func write<T: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T {
        let claim = turn.claim
        return try await turn.database.write(.withTheNext) { tx in
            try tx.journal(claim).check()
            return try body(tx.acting(forRun: claim.run))
        }
    }
}

/// How far a branch of a run is, and whether it has given its turn back. Once it has, nothing more begins in it, even
/// when the automation swallowed the error.
final class Branch: Sendable {
    private struct State {
        var suspension: Suspension?
        var lastStep: Date
    }

    private let state: Mutex<State>

    /// - Parameter time: when the last step before it was recorded.
    init(from time: Date) {
        state = Mutex(State(lastStep: time))
    }

    var suspension: Suspension? { state.withLock { $0.suspension } }

    /// When the last step was recorded that the branch has passed.
    var lastStep: Date { state.withLock { $0.lastStep } }

    func suspend(_ suspension: Suspension) {
        state.withLock { $0.suspension = $0.suspension?.merged(with: suspension) ?? suspension }
    }

    /// A step is recorded, in this turn or an earlier one.
    func pass(_ step: StepRecord) {
        guard let finished = step.finished else { return }
        state.withLock { $0.lastStep = finished }
    }
}

extension RunContext {
    func suspend(until due: Date, waitsFor: String) -> Interruption {
        suspend(Suspension(until: due, waitsFor: [waitsFor]))
    }

    func suspend(_ suspension: Suspension) -> Interruption {
        branch.suspend(suspension)
        return .suspended(suspension)
    }

    /// The record of a step that has finished in an earlier turn.
    func passed(_ step: String) -> StepRecord? {
        guard let known = turn.known(step), known.finished != nil else { return nil }
        branch.pass(known)
        return known
    }

    func mayBegin() throws {
        if let suspension = branch.suspension { throw Interruption.suspended(suspension) }
        try turn.mayBegin()
    }
}
