import Foundation
import GRDB

/// The audit inside one transaction: its lines are stored together with the deeds they tell, or not at all.
public struct AuditLog {
    /// Characters of a reason.
    static let longestReason = 1000

    let db: GRDB.Database
    let author: AuditAuthor

    /// Tells of something done that is no run.
    public func note(
        _ action: AuditAction, of project: ProjectRecord?, _ outcome: AuditOutcome = .done, reason: String? = nil,
        delivery: String? = nil, subject: String? = nil, at now: Date
    ) throws {
        let actor = try actor()
        try insert(
            Line(
                actor: actor, action: action, project: project?.id, repository: project?.fullName,
                delivery: delivery ?? actor.delivery, subject: subject, outcome: outcome, reason: reason), at: now)
    }

    /// The same, but not again within `pause` seconds, for what is tried over and over.
    public func noteOnce(
        _ action: AuditAction, of project: ProjectRecord, _ outcome: AuditOutcome, reason: String,
        within pause: TimeInterval, at now: Date
    ) throws {
        let isNoted = try db.exists(
            "SELECT 1 FROM audit WHERE project = ? AND action = ? AND outcome = ? AND time > ?",
            [project.id, action.rawValue, outcome.rawValue, now.addingTimeInterval(-pause).milliseconds])
        if !isNoted { try note(action, of: project, outcome, reason: reason, at: now) }
    }

    /// Tells that a run was asked for, whether for the first time or once more.
    func asked(_ run: RunRecord, _ action: AuditAction, repository: String?, at now: Date) throws {
        let actor = try actor()
        let earlier = try last(of: run.id)
        try insert(
            Line(
                actor: actor, action: earlier?.action ?? action, project: run.project,
                repository: try name(of: run.project) ?? repository, run: run.id, turn: (earlier?.turn ?? 0) + 1,
                delivery: actor.delivery ?? run.delivery, subject: run.key, outcome: .asked), at: now)
    }

    /// Tells how a run ended: on behalf of whoever asked for it, unless somebody else ends it.
    func ended(_ run: RunRecord, _ state: RunState, reason: String, isByItself: Bool, at now: Date) throws {
        let asked = try last(of: run.id)
        let own = try isByItself ? asker(of: run.id) : actor()
        try insert(
            Line(
                actor: own, action: asked?.action ?? AuditAction(automation: run.automation), project: run.project,
                repository: try name(of: run.project) ?? asked?.repository, run: run.id, turn: asked?.turn ?? 1,
                delivery: asked?.delivery, outcome: AuditOutcome(state), reason: reason), at: now)
    }

    private func actor() throws -> AuditActor {
        switch author {
        case .actor(let actor): actor
        case .run(let run): try asker(of: run)
        }
    }

    private func asker(of run: Int64) throws -> AuditActor {
        let asked: AuditRecord? = try db.first(
            "SELECT * FROM audit WHERE run = ? AND outcome = 'asked' ORDER BY turn DESC LIMIT 1", [run])
        return asked.map { AuditActor($0.actorKind, name: $0.actor, delivery: $0.delivery) } ?? .schedule
    }

    private func last(of run: Int64) throws -> AuditRecord? {
        try db.first("SELECT * FROM audit WHERE run = ? ORDER BY turn DESC, outcome = 'asked' DESC LIMIT 1", [run])
    }

    private func name(of project: String) throws -> String? {
        try String.fetchOne(
            db.cachedStatement(sql: "SELECT owner || '/' || name FROM project WHERE id = ?"), arguments: [project])
    }

    private struct Line {
        var actor: AuditActor
        var action: AuditAction
        var project: String?
        var repository: String?
        var run: Int64?
        var turn: Int?
        var delivery: String?
        var subject: String?
        var outcome: AuditOutcome
        var reason: String?
    }

    private func insert(_ line: Line, at now: Date) throws {
        try db.perform(
            """
            INSERT INTO audit (time, actorKind, actor, action, project, repository, run, turn, delivery, subject,
            outcome, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                now.milliseconds, line.actor.kind.rawValue, line.actor.name, line.action.rawValue, line.project,
                line.repository, line.run, line.turn, line.delivery, line.subject, line.outcome.rawValue,
                line.reason.map { String($0.prefix(Self.longestReason)) },
            ])
    }
}
