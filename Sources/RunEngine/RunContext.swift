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

    /// The time now. Not recorded: for decisions that must be the same when the run comes back use
    /// ``recordedDate(_:)``.
    public var now: Date { turn.now }

    /// The input the run was enqueued with.
    public func input<T: Decodable>(as type: T.Type) throws -> T {
        try turn.run.input(as: type)
    }

    /// Reads in one transaction. Not recorded.
    public func read<T: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T {
        try await turn.database.read(body)
    }

    /// Writes in one transaction if the run still holds its claim. Not recorded: happens again when the run comes back.
    /// - Throws: `StorageError.leaseLost`, and what `body` throws.
    @discardableResult
    public func write<T: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T {
        let claim = turn.claim
        return try await turn.database.write { tx in
            try tx.journal(claim).check()
            return try body(tx)
        }
    }
}

/// Whether a branch of a run has given its turn back. Once it has, nothing more begins in it, even when the automation
/// swallowed the error.
final class Branch: Sendable {
    private let state = Mutex<Suspension?>(nil)

    var suspension: Suspension? { state.withLock { $0 } }

    func suspend(_ suspension: Suspension) {
        state.withLock { $0 = $0?.merged(with: suspension) ?? suspension }
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

    func mayBegin() throws {
        if let suspension = branch.suspension { throw Interruption.suspended(suspension) }
        try turn.mayBegin()
    }
}
