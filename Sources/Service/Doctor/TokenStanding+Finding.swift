import Automations
import Foundation
import GitHubAPI

extension TokenStanding {
    func lifeFinding(now: Date, page: String) -> Finding {
        endFinding(now: now, "\(page) → the token → Regenerate token; replace github.tokenFile with it")
            ?? .ok("The token of \(login) is accepted.")
    }

    /// A warning when it ends soon: as early as people are told of it otherwise.
    func endFinding(now: Date, _ whatToDo: String) -> Finding? {
        guard let expires, expires.timeIntervalSince(now) < CredentialExpiry.soon else { return nil }
        return .warning(
            "The token of \(login) expires in \(ClockDifference.text(max(0, expires.timeIntervalSince(now)))).",
            whatToDo)
    }

    /// Scopes: docs.github.com, "Scopes for OAuth apps". `repo` covers the webhooks of repositories.
    func scopeFinding(for draft: ConfigurationDraft, page: String) -> Finding {
        guard let scopes else {
            return .ok("Fine-grained: GitHub does not tell its permissions; needed: \(AppRights.words(.project)).")
        }
        let missing = ["repo", "workflow"].filter { !scopes.contains($0) }
        guard missing.isEmpty else {
            return .failure(
                "The token lacks \(missing.joined(separator: ", ")).",
                "\(page) → the token → tick \(missing.joined(separator: ", ")) → Update token")
        }
        guard draft.configuration.sweeps.deliveries == nil || scopes.contains("admin:org_hook") else {
            return .warning(
                "The token lacks admin:org_hook, so deliveries of an organisation's webhook that got lost cannot be "
                    + "asked for.",
                "\(page) → the token → tick admin:org_hook → Update token   (or set sweeps.deliveries: off)")
        }
        return .ok("The token has the scopes that Slipway needs.")
    }
}
