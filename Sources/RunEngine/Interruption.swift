import Foundation
import Storage

/// Why a turn ends before its function returns. Automations let these pass.
enum Interruption: Error {
    /// The run waits; all reasons of its branches taken together.
    case suspended(Suspension)
    /// The engine is shutting down, or the claim was lost: what was executing is executed again later.
    case stopped
}

/// Until when a run waits, and for what.
struct Suspension: Sendable, Equatable {
    var until: Date
    var waitsFor: [String]

    func merged(with other: Suspension) -> Suspension {
        Suspension(
            until: min(until, other.until), waitsFor: waitsFor + other.waitsFor.filter { !waitsFor.contains($0) })
    }
}

extension Error {
    /// What happened, in one line for the log.
    var sentence: String {
        switch self {
        case let error as JournalUnusable: error.reason.sentence
        case let error as StorageError: error.whatHappened
        default: "\(self)"
        }
    }

    /// Errors that say nothing about the step they come out of: the journal, or the database, cannot be used.
    var isAboutTheTurn: Bool {
        if self is Interruption || self is JournalUnusable { return true }
        guard let error = self as? StorageError else { return false }
        return error.code == .leaseLost || error.isOutage
    }
}

/// The journal could not be written: the turn cannot go on, the run is not at fault.
struct JournalUnusable: Error {
    let reason: any Error
}
