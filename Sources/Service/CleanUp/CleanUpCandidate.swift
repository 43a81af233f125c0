import Automations
import Foundation
import Storage

/// A project that should leave the cluster, or is on its way.
public struct CleanUpCandidate: Encodable, Sendable {
    public let repository: String
    public let cause: String
    public let reason: String
    /// `announced` or `removing`; null for one that waits for the next round.
    @Nullable public var phase: String?
    /// When it is removed, where that is announced.
    @Nullable public var due: Date?
    @Nullable public var begun: Date?

    init(_ project: ProjectRecord, _ reason: CleanUpReason, _ archival: ArchivalRecord?) {
        repository = project.fullName
        cause = reason.cause.rawValue
        self.reason = reason.text
        _phase = Nullable(wrappedValue: archival?.phase.rawValue)
        _due = Nullable(wrappedValue: archival?.due)
        _begun = Nullable(wrappedValue: archival?.begun)
    }
}

extension Transaction {
    /// What the next rounds would take out of the cluster, and what is on its way.
    public func cleanUpCandidates(_ choices: CleanUpChoices, at now: Date) throws -> [CleanUpCandidate] {
        let rule = CleanUpRule(choices)
        return try projects.all().compactMap { project in
            let archival = try archivals.find(project.id)
            guard archival?.removed == nil else { return nil }
            if let archival, archival.begun != nil {
                return CleanUpCandidate(project, CleanUpReason(archival.cause, archival.reason), archival)
            }
            guard let reason = try rule.reason(cleanUpFacts(of: project), at: now) else { return nil }
            return CleanUpCandidate(project, reason, archival)
        }
    }
}
