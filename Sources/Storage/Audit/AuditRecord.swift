import Foundation
import GRDB

/// One line of the audit: who had what done, or how that ended.
public struct AuditRecord: Codable, FetchableRecord, Identifiable, Sendable, Equatable {
    /// In the order in which they were written.
    public var id: Int64
    public var time: Date
    public var actorKind: AuditActor.Kind
    public var actor: String?
    public var action: AuditAction
    /// The project's id; nil for what concerns none.
    public var project: String?
    /// `owner/name` as it was then.
    public var repository: String?
    public var run: Int64?
    /// How often the run was asked for, with this time: more than once when it was replayed.
    public var turn: Int?
    /// GUID of the delivery that asked.
    public var delivery: String?
    /// What exactly was asked for: the key of the run.
    public var subject: String?
    public var outcome: AuditOutcome
    public var reason: String?

    public static func databaseDateDecodingStrategy(for column: String) -> DatabaseDateDecodingStrategy {
        .millisecondsSince1970
    }
}
