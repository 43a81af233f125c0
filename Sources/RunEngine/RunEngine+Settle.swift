import Foundation
import Logging
import Storage

extension RunEngine {
    /// How long a run rests whose journal could not be used.
    private static let journalPause: TimeInterval = 5

    /// Records how a turn ended. What cannot be recorded is left to the lease: it expires and the run goes on. The same
    /// happens when a power cut takes the record: all steps are in the journal, and it ends in the same way.
    /// - Returns: the state the run is in now.
    func settle(_ turn: Turn, _ end: TurnEnd) async -> RunState {
        var state = RunState.queued
        await survive("record the end of a turn of run \(turn.run.id)") {
            state = try await self.record(turn.claim, end)
        }
        return state
    }

    private func record(_ claim: RunClaim, _ end: TurnEnd) async throws -> RunState {
        let now = options.time.now()
        switch end {
        case .finished(let state, let text):
            try await write(claim, "the end of a run") { try $0.finish(state, outcome: text, now: now) }
            return state
        case .suspended(let why):
            let waitsFor = why.waitsFor.joined(separator: "; ")
            try await write(claim, "giving the turn back") {
                try $0.suspend(until: why.until, waitsFor: waitsFor, now: now)
            }
            return .waiting
        case .stopped:
            try await database.write(.withTheNext) { try $0.journal(claim).release(now: now) }
            return .queued
        case .lost:
            logger.notice("a run was taken over or ended elsewhere", metadata: ["run": "\(claim.run)"])
            return try await database.read { try $0.runs.find(claim.run)?.state } ?? .cancelled
        case .journalUnusable(let why):
            logger.error("the journal cannot be used", metadata: ["run": "\(claim.run)", "error": "\(why)"])
            let later = now.addingTimeInterval(Self.journalPause)
            try await database.write(.withTheNext) {
                try $0.journal(claim).suspend(until: later, waitsFor: why, now: now)
            }
            return .waiting
        }
    }

    private func write(
        _ claim: RunClaim, _ what: String, _ body: @escaping @Sendable (Journal) throws -> Void
    ) async throws {
        try await database.write(.withTheNext) { tx in
            try body(tx.journal(claim))
            FailurePoint.hit(.beforeCommit, "RunEngine/\(what)")
        }
        FailurePoint.hit(.afterCommit, "RunEngine/\(what)")
    }
}
