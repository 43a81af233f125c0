import Foundation
import Redaction

/// The secrets GitHub signs deliveries with: one, or two while they are being rotated. None is impossible.
public struct WebhookSecrets: Sendable {
    /// Why a list of secrets cannot be used.
    public enum Refusal: Error, Sendable, Equatable {
        case none, tooMany, empty
    }

    let secrets: [Redacted]

    /// Takes one or two non-empty secrets and refuses everything else.
    public init(_ secrets: [Redacted]) throws(Refusal) {
        guard !secrets.isEmpty else { throw .none }
        guard secrets.count <= 2 else { throw .tooMany }
        guard secrets.allSatisfy({ !$0.value.isEmpty }) else { throw .empty }
        self.secrets = secrets
    }

    public init(_ secret: Redacted) throws(Refusal) {
        try self.init([secret])
    }
}

extension WebhookSecrets.Refusal: CustomStringConvertible, LocalizedError {
    public var description: String {
        switch self {
        case .none: "No webhook secret is set. Set the one that is configured at the webhook on GitHub."
        case .tooMany: "More than two webhook secrets are set. Two are enough to rotate: the old one and the new one."
        case .empty: "A webhook secret is empty. Anybody could sign deliveries with it: set the one from GitHub."
        }
    }
    public var errorDescription: String? { description }
}
