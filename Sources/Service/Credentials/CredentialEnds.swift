import Automations
import Foundation
import GitHubAPI
import Redaction

/// When the credentials of the configuration end, as far as anybody says: GitHub does of its own tokens.
struct CredentialEnds: Sendable {
    let settings: Settings
    let github: GitHubClient
    /// A client of GitHub's API with another token.
    let asking: @Sendable (Redacted) -> GitHubClient
    /// Whether that API is the one that knows the passwords of ghcr.io: no other is told them.
    let knowsRegistry: Bool

    func all() async -> [CredentialExpiry] {
        var all: [CredentialExpiry] = []
        if !github.usesApp, let standing = try? await github.tokenStanding() {
            all.append(CredentialExpiry(kind: .github, name: "github.tokenFile", expires: standing.expires))
        }
        for entry in settings.allRegistries where entry.login != nil {
            guard let password = entry.password, let end = await end(of: password, entry) else { continue }
            all.append(CredentialExpiry(kind: .registry, name: entry.passwordKey, expires: end.date))
        }
        return all
    }

    private struct End {
        let date: Date?
    }

    /// Nil: nobody could be asked. Of a token that does not end, the date is nil.
    private func end(of password: Redacted, _ entry: Registry) async -> End? {
        if entry.isGitHubs, knowsRegistry {
            guard let standing = try? await asking(password).tokenStanding() else { return nil }
            return End(date: standing.expires)
        }
        return End(date: TokenEnd.of(password))
    }
}
