import Foundation

/// A run to be enqueued.
public struct NewRun: Sendable, Equatable {
    public var automation: String
    /// Unique for what is to be done; a second run with the same key is never made.
    public var key: String
    public var project: String
    /// JSON.
    public var input: String
    public var delivery: String?
    /// Not before this; nil: at once.
    public var due: Date?
    /// What it waits for until then, for people.
    public var waitsFor: String?
    /// What the audit calls it.
    public var action: AuditAction
    /// `owner/name`, for the audit, where the project may not be known yet.
    public var repository: String?

    /// - Throws: what `input` throws when it is encoded.
    public init(
        automation: String, key: String, project: String, input: some Encodable, delivery: String? = nil,
        due: Date? = nil, waitsFor: String? = nil, action: AuditAction? = nil, repository: String? = nil
    ) throws {
        self.automation = automation
        self.key = key
        self.project = project
        self.input = try JSONText.encode(input)
        self.delivery = delivery
        self.due = due
        self.waitsFor = waitsFor
        self.action = action ?? AuditAction(automation: automation)
        self.repository = repository
    }
}

/// What stands for what was asked.
public enum Enqueued: Sendable, Equatable {
    case new(RunRecord)
    case known(RunRecord)
    /// A run that ended at this time, and of which nothing but its key is known any more.
    case former(ended: Date)

    public var run: RunRecord? {
        switch self {
        case .new(let run), .known(let run): run
        case .former: nil
        }
    }

    public var isNew: Bool {
        if case .new = self { true } else { false }
    }
}
