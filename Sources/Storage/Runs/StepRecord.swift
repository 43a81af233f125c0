import Foundation
import GRDB

/// A named part of a run, as the journal knows it.
public struct StepRecord: StoredRecord, Sendable, Equatable {
    public static let databaseTableName = "step"
    /// Under this name the journal of a run that failed keeps why. Steps that tell it to people stand below it.
    public static let whyItFailed = "failure"

    public var run: Int64
    public var name: String
    /// JSON; set when the step has finished well.
    public var result: String?
    /// JSON; set when the step has failed for good.
    public var failure: String?
    public var started: Date
    public var finished: Date?
    public var attempts: Int
    /// Why the last attempt failed, for people.
    public var lastError: String?
    /// Not to be tried again before.
    public var notBefore: Date?
    /// When a wait gives up.
    public var deadline: Date?

    public init(
        run: Int64, name: String, result: String? = nil, failure: String? = nil, started: Date, finished: Date? = nil,
        attempts: Int = 0, lastError: String? = nil, notBefore: Date? = nil, deadline: Date? = nil
    ) {
        self.run = run
        self.name = name
        self.result = result
        self.failure = failure
        self.started = started
        self.finished = finished
        self.attempts = attempts
        self.lastError = lastError
        self.notBefore = notBefore
        self.deadline = deadline
    }
}
