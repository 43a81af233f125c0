import Foundation
import Redaction

/// A token and when it ends.
public struct AccessToken: Sendable, Hashable {
    public let value: Redacted
    /// `nil` for a static token: GitHub does not tell when it ends.
    public let expiresAt: Date?
    /// It allows less than was wanted, because less was granted when it was made; GitHub never adds to a token.
    var isPartial = false

    public init(value: Redacted, expiresAt: Date?) {
        self.value = value
        self.expiresAt = expiresAt
    }

    /// Whether it is good for another `seconds`.
    func lasts(_ seconds: TimeInterval, from now: Date) -> Bool {
        expiresAt.map { $0.timeIntervalSince(now) > seconds } ?? true
    }
}
