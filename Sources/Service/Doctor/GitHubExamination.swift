import Automations
import Foundation
import GitHubAPI

/// Whether GitHub answers, takes the credential, gives it what Slipway needs, and gets rid of its deliveries.
struct GitHubExamination: Examination {
    let facts: GitHubFacts

    var area: Check.Area { .github }

    var probes: [Probe] {
        [
            Probe("reachable") { try await reachable() },
            Probe("clock") {
                try await facts.reached()
                return try await facts.clock.value.finding(of: "GitHub")
            },
            Probe("credential") { try await credential() },
            Probe("permissions") { try await permissions() },
            Probe("installations") { try await installations() },
            Probe("events") {
                let hooks = try await facts.webhooks()
                return .worst(hooks.map { $0.eventFinding })
            },
            Probe("webhook address") {
                let api = facts.draft.github.api
                let hooks = try await facts.anyWebhooks()
                return .worst(hooks.map { $0.addressFinding(api: api) })
            },
            Probe("deliveries") { try await deliveries() },
        ]
    }

    private func reachable() async throws -> Finding {
        do {
            _ = try await facts.clock.value
        } catch let error as GitHubError where [.transport, .timedOut].contains(error.code) {
            return .failure(
                error.whatHappened,
                "curl -sSI \(facts.draft.github.api)/rate_limit   (then mend DNS, firewall or proxy, or set github.api)"
            )
        } catch is GitHubClient.Configuration.UnusableAddress {
            return .failure(
                "github.api is no usable address.", "Set github.api: https://api.github.com, or https://HOST/api/v3")
        } catch is Unchecked {
            return .ok("\(facts.draft.github.api) answers.")
        }
        return .ok("\(facts.draft.github.api) answers.")
    }

    private func credential() async throws -> Finding {
        try await facts.reached()
        switch facts.draft.credential {
        case .app(let id, _): return try await appCredential(id)
        case .token: return try await tokenCredential()
        case nil: throw Unchecked("the configuration has no usable credential.")
        }
    }

    private func appCredential(_ id: Int64) async throws -> Finding {
        do {
            let app = try await facts.app.value
            return .ok("The key of the App \"\(app.name)\" (\(app.id)) is accepted.")
        } catch let error as GitHubError where error.code == .unauthorized {
            return .failure(
                "GitHub does not accept the private key as one of App \(id) (401).",
                "\(facts.draft.settings.gitHubWeb)/settings/apps → the App → Private keys → Generate a private key; "
                    + "replace github.app.privateKeyFile with it")
        } catch let error as GitHubError where error.code == .notFound {
            return .failure(
                "GitHub knows no App \(id) (404).",
                "\(facts.draft.settings.gitHubWeb)/settings/apps → the App → App ID; set github.app.id to it")
        }
    }

    private func tokenCredential() async throws -> Finding {
        do {
            return try await facts.token.value.lifeFinding(now: facts.now(), page: facts.pages.tokens)
        } catch let error as GitHubError where error.code == .unauthorized {
            return .failure(
                "GitHub does not accept the token (401): it was revoked, has expired, or is none.",
                "\(facts.pages.tokens) → Generate new token; replace github.tokenFile with it")
        }
    }

    private func permissions() async throws -> Finding {
        try await facts.signedIn()
        guard facts.usesApp == true else {
            return try await facts.token.value.scopeFinding(for: facts.draft, page: facts.pages.tokens)
        }
        let app = try await facts.app.value
        return AppRights(app: app, installations: try await facts.installations.value, pages: facts.pages).finding
    }

    private func installations() async throws -> Finding {
        try await facts.signedIn()
        guard facts.usesApp == true else { return .ok("A token needs none.") }
        let app = try await facts.app.value
        return InstallationCover(
            installations: try await facts.installations.value, rules: facts.draft.settings.rules, pages: facts.pages,
            app: app
        ).finding
    }

    private func deliveries() async throws -> Finding {
        let hooks = try await facts.webhooks()
        let client = try await facts.client()
        var findings: [Finding] = []
        for hook in hooks {
            let page = try await client.deliveries(of: hook.owner)
            findings.append(RecentDeliveries(page.deliveries, hook: hook, now: facts.now()).finding)
        }
        return .worst(findings)
    }
}
