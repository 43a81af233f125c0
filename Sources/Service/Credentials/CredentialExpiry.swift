import Automations
import Foundation

/// A credential of Slipway's own whose end is known, of whatever kind.
struct CredentialExpiry: Sendable, Equatable {
    enum Kind: String, Sendable, CaseIterable {
        /// The static token for GitHub.
        case github
        /// A login for a registry.
        case registry
    }

    let kind: Kind
    /// What the configuration calls it, such as `github.tokenFile` or `registries[1].passwordFile`.
    let name: String
    /// Nil: it does not end, or nobody says when.
    let expires: Date?

    private static let day: TimeInterval = 86_400
    /// Days before the end at which people are told, each once.
    static let milestones = [14, 3, 1]
    /// Seconds before the end from which people are told.
    static let soon: TimeInterval = 14 * day

    /// Seconds until it ends; negative afterwards.
    func left(at now: Date) -> TimeInterval? { expires?.timeIntervalSince(now) }

    /// The last milestone that was passed; nil: it ends later, or not at all.
    func milestone(at now: Date) -> Int? {
        left(at: now).flatMap { left in Self.milestones.filter { left <= Double($0) * Self.day }.min() }
    }

    func message(at now: Date) -> String {
        let left = left(at: now) ?? 0
        let end = expires?.formatted(.iso8601) ?? ""
        let what =
            left > 0
            ? "The credential \(name) ends in \(ClockDifference.text(left)), at \(end)."
            : "The credential \(name) ended at \(end)."
        let rest =
            switch kind {
            case .github:
                "Put a new token there: Slipway reads a file again by itself, and gives it to the projects. Or use a GitHub "
                    + "App, whose tokens Slipway renews itself."
            case .registry: "Put a new one there: Slipway reads a file again by itself, and gives it to the projects."
            }
        return "\(what) \(rest)"
    }

    var relief: String { "The credential \(name) does not end soon any more." }
}
