import Foundation
import GRDB

/// Which lines of the audit to list; what is nil does not matter.
public struct AuditFilter: Sendable, Equatable {
    /// Full name, whatever its capitals: as the project is called now, or as it was called when the line was written.
    public var repository: String?
    public var since: Date?
    public var actor: AuditActor.Kind?
    public var action: AuditAction?
    public var run: Int64?
    /// Only lines older than the one with this number: how a list goes on.
    public var before: Int64?
    /// Only lines newer than the one with this number: how an export goes on.
    public var after: Int64?

    public init(
        repository: String? = nil, since: Date? = nil, actor: AuditActor.Kind? = nil, action: AuditAction? = nil,
        run: Int64? = nil, before: Int64? = nil, after: Int64? = nil
    ) {
        self.repository = repository
        self.since = since
        self.actor = actor
        self.action = action
        self.run = run
        self.before = before
        self.after = after
    }

    fileprivate func conditions(project: String?) -> (sql: String, arguments: StatementArguments) {
        var (parts, arguments): ([String], StatementArguments) = (["true"], [])
        func add(_ condition: String, _ value: (any DatabaseValueConvertible)?) {
            guard let value else { return }
            parts.append(condition)
            arguments += [value]
        }
        if let project {
            add("project = ?", project)
        } else {
            add("repository = ? COLLATE NOCASE", repository)
        }
        add("time >= ?", since?.milliseconds)
        add("actorKind = ?", actor?.rawValue)
        add("action = ?", action?.rawValue)
        add("run = ?", run)
        add("id < ?", before)
        add("id > ?", after)
        return (parts.joined(separator: " AND "), arguments)
    }
}

extension AuditLog {
    /// Lines that match, newest first.
    public func list(_ filter: AuditFilter = AuditFilter(), limit: Int) throws -> [AuditRecord] {
        try fetch(filter, order: "id DESC", limit: limit)
    }

    /// Lines that match, in the order in which they were written.
    public func export(_ filter: AuditFilter, limit: Int) throws -> [AuditRecord] {
        try fetch(filter, order: "id", limit: limit)
    }

    private func fetch(_ filter: AuditFilter, order: String, limit: Int) throws -> [AuditRecord] {
        // A project that was renamed is one project.
        let known = try filter.repository.flatMap { try Projects(db: db).find(fullName: $0)?.id }
        let (conditions, arguments) = filter.conditions(project: known)
        return try AuditRecord.fetchAll(
            db, sql: "SELECT * FROM audit WHERE \(conditions) ORDER BY \(order) LIMIT ?",
            arguments: arguments + [limit])
    }

    /// Before which time lines were forgotten; nil when none were.
    public func forgottenBefore() throws -> Date? {
        let before = try Int64.fetchOne(db, sql: "SELECT before FROM auditForgotten")
        return before.flatMap { $0 > 0 ? Date(milliseconds: $0) : nil }
    }
}
