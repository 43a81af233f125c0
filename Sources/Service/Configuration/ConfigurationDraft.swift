import Automations
import Redaction

/// A configuration as far as it can be read, with everything that is wrong with it: what is right can be used and looked at
/// all the same.
public struct ConfigurationDraft: Sendable {
    /// Where something is wrong, what would be if nothing were written there.
    public var configuration: Configuration
    public var problems: [ConfigurationProblem]
    /// Nil when everything comes from elsewhere.
    public var file: String?

    /// Stands for a credential that cannot be read; no token is empty.
    static let noToken = Redacted("")

    var settings: Settings { configuration.settings }
    var github: Configuration.GitHub { configuration.github }

    /// Nil after a problem was found with it.
    var credential: Configuration.Credential? {
        if case .token(let token) = github.credential, token.value == Self.noToken { return nil }
        return github.credential
    }
}
