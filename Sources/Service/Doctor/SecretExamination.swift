import GitHubAPI
import Redaction

/// The secret that webhooks are signed with.
struct SecretExamination: Examination {
    /// GitHub recommends a random text of high entropy and sets no limit; this many characters resist guessing when
    /// they are random.
    static let shortest = 16

    let draft: ConfigurationDraft
    let github: GitHubFacts

    var area: Check.Area { .webhookSecret }

    var probes: [Probe] {
        [
            Probe("configured") { Self.finding(draft.github.webhookSecrets) },
            Probe("at GitHub") {
                let hooks = try await github.webhooks()
                return Finding.worst(hooks.map { $0.secretFinding })
            },
        ]
    }

    static func finding(_ secrets: [Redacted]) -> Finding {
        let make =
            "Make one with `openssl rand -hex 32`, set it in the webhook's settings at GitHub and in github.webhookSecretFiles."
        guard let shortest = secrets.map(\.value.count).min() else {
            return .failure("No webhook secret is configured, so no delivery can be verified.", make)
        }
        if shortest < Self.shortest {
            return .warning("A webhook secret has \(shortest) characters; it can be guessed.", make)
        }
        return .ok(
            secrets.count == 1
                ? "One secret is set." : "Two secrets are set, while one replaces the other.")
    }
}

extension SeenWebhook {
    var secretFinding: Finding {
        guard configuration.hasSecret else {
            return .failure(
                "\(name) has no secret, so Slipway refuses all of its deliveries.",
                "\(page) → Webhook secret: the one that Slipway has → Save changes")
        }
        return .ok("\(name) signs its deliveries.")
    }
}
