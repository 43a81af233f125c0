import Foundation
import Storage

/// A line of the audit as `slipway audit` and `/api/audit` show it.
public struct AuditReport: Encodable, Sendable {
    public let id: Int64
    public let time: Date
    /// `sender`, `token`, `commandLine` or `schedule`.
    public let by: String
    /// A login, a token's name or a user; null for the schedule.
    @Nullable public var actor: String?
    public let action: String
    public let outcome: String
    @Nullable public var reason: String?
    /// The project's id.
    @Nullable public var project: String?
    /// `owner/name` as it was then.
    @Nullable public var repository: String?
    @Nullable public var run: Int64?
    /// GUID of the delivery that asked.
    @Nullable public var delivery: String?
    /// What exactly was asked for.
    @Nullable public var subject: String?

    init(_ record: AuditRecord) {
        id = record.id
        time = record.time
        by = record.actorKind.rawValue
        action = record.action.rawValue
        outcome = record.outcome.rawValue
        _actor = Nullable(wrappedValue: record.actor)
        _reason = Nullable(wrappedValue: record.reason)
        _project = Nullable(wrappedValue: record.project)
        _repository = Nullable(wrappedValue: record.repository)
        _run = Nullable(wrappedValue: record.run)
        _delivery = Nullable(wrappedValue: record.delivery)
        _subject = Nullable(wrappedValue: record.subject)
    }
}

extension Transaction {
    /// Lines that match, newest first.
    public func auditReports(_ filter: AuditFilter, limit: Int) throws -> [AuditReport] {
        try audit.list(filter, limit: limit).map(AuditReport.init)
    }

    /// Lines that match, in the order in which they were written.
    public func auditExport(_ filter: AuditFilter, limit: Int) throws -> [AuditReport] {
        try audit.export(filter, limit: limit).map(AuditReport.init)
    }

    func auditPage(_ filter: AuditFilter, limit: Int) throws -> Page<AuditReport> {
        Page(
            of: try audit.list(filter, limit: limit + 1), limit: limit, cursor: { PageCursor("audit", "\($0.id)") },
            report: AuditReport.init)
    }
}
