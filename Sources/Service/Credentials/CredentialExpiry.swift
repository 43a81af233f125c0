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
    /// What the configuration calls it, such as `github.token` or `registries[1]`.
    let name: String
    /// Nil: it does not end, or nobody says when.
    let expires: Date?
}
