import Foundation
import GRDB

/// A push to the tracked branch, as GitHub told it.
public struct PushRecord: StoredRecord, Sendable, Equatable {
    public static let databaseTableName = "push"

    public var project: String
    public var ref: String
    public var before: String
    public var after: String
    /// First line of the head commit's message.
    public var subject: String
    public var time: Date

    public init(project: String, ref: String, before: String, after: String, subject: String, time: Date) {
        self.project = project
        self.ref = ref
        self.before = before
        self.after = after
        self.subject = subject
        self.time = time
    }
}
