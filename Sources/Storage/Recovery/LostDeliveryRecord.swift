import Foundation
import GRDB

/// A delivery that failed at GitHub's end and is not in the delivery log, or was not when it was noticed.
public struct LostDeliveryRecord: StoredRecord, Sendable, Equatable {
    public static let databaseTableName = "lostDelivery"

    public var guid: String
    /// Whose deliveries it is among: `app`, `orgs/acme/hooks/12`.
    public var hook: String
    /// GitHub's number of its latest attempt: what a redelivery is asked for with.
    public var attempt: Int64
    public var event: String
    public var action: String?
    /// GitHub's numeric id of the repository, where it told.
    public var repository: Int64?
    /// When GitHub first could not deliver it, by GitHub's clock.
    public var failed: Date
    /// When the latest attempt failed, by GitHub's clock.
    public var lastFailed: Date
    /// GitHub's words for that.
    public var failure: String
    /// The latest attempt got no answer at all: nobody listened, or too late.
    public var isUnanswered: Bool
    /// How often GitHub was asked to send it again.
    public var requests: Int
    /// When it was last asked.
    public var requested: Date?
    /// When it is asked again if it has not arrived by then.
    public var due: Date
    public var state: LostDeliveryState
    /// Why it was given up.
    public var reason: String?
    /// When it was recovered or given up.
    public var ended: Date?
}

public enum LostDeliveryState: String, Codable, Sendable, CaseIterable {
    /// Still to come.
    case lost
    /// It came after all, and is in the delivery log.
    case recovered
    /// It is not asked for any more.
    case givenUp
}

/// A delivery none of whose attempts GitHub saw succeed.
public struct FailedDelivery: Sendable, Equatable {
    public var guid: String
    /// GitHub's number of the latest attempt.
    public var attempt: Int64
    public var event: String
    public var action: String?
    public var repository: Int64?
    /// When the first attempt that is known failed.
    public var failed: Date
    /// When the latest one did.
    public var lastFailed: Date
    /// GitHub's words for the latest one.
    public var failure: String
    /// The latest attempt got no answer at all.
    public var isUnanswered: Bool

    public init(
        guid: String, attempt: Int64, event: String, action: String? = nil, repository: Int64? = nil, failed: Date,
        lastFailed: Date, failure: String, isUnanswered: Bool
    ) {
        self.guid = guid
        self.attempt = attempt
        self.event = event
        self.action = action
        self.repository = repository
        self.failed = failed
        self.lastFailed = lastFailed
        self.failure = failure
        self.isUnanswered = isUnanswered
    }
}
