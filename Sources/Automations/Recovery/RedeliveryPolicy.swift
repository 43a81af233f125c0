import Foundation
import Storage

/// When GitHub is asked to send a lost delivery again. Pure.
///
/// At once for the first time, then at distances that double. When the webhook has worked since the last attempt got no
/// answer, the distance starts anew, so that an outage's deliveries come soon after its end; a few times only, so that one
/// delivery that always fails is not asked for every ten minutes.
public struct RedeliveryPolicy: Sendable, Equatable {
    /// From the first request to the second, in seconds; GitHub takes a while to send.
    public var first: TimeInterval
    /// The longest distance between two requests, in seconds.
    public var longest: TimeInterval
    /// How many requests a webhook that works again can bring forward.
    public var early: Int
    /// How many requests are made at most.
    public var most: Int
    /// How long GitHub keeps a delivery, in seconds: three days.
    public var window: TimeInterval

    public init(
        first: TimeInterval = 10 * 60, longest: TimeInterval = 6 * 3600, early: Int = 6, most: Int = 16,
        window: TimeInterval = 3 * 86_400
    ) {
        self.first = first
        self.longest = longest
        self.early = early
        self.most = most
        self.window = window
    }

    public enum Verdict: Sendable, Equatable {
        case ask
        case wait(until: Date)
        case giveUp(reason: String)
    }

    /// - Parameter lastSuccess: when GitHub's newest successful attempt at any delivery of the webhook was made.
    public func verdict(on lost: LostDeliveryRecord, lastSuccess: Date?, now: Date) -> Verdict {
        // An hour more, for clocks that differ; what GitHub has no more it will say.
        if now.timeIntervalSince(lost.failed) > window + 3600 {
            return .giveUp(reason: "GitHub keeps deliveries for three days, and it did not arrive in that time")
        }
        guard let requested = lost.requested else { return .ask }
        var due = lost.due
        if lost.isUnanswered, lost.requests <= early, let lastSuccess, lastSuccess > lost.lastFailed {
            due = min(due, requested.addingTimeInterval(first))
        }
        guard due <= now else { return .wait(until: due) }
        guard lost.requests < most else {
            return .giveUp(reason: "GitHub sent it again \(lost.requests) times, and none succeeded")
        }
        return .ask
    }

    /// When it is asked for again if a request made now does not bring it.
    public func next(after lost: LostDeliveryRecord, now: Date) -> Date {
        now.addingTimeInterval(min(first * pow(2, Double(min(lost.requests, 30))), longest))
    }
}
