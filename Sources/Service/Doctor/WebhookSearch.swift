import Automations
import Foundation
import GitHubAPI

/// A webhook as GitHub shows it.
struct SeenWebhook: Sendable {
    let owner: HookOwner
    /// `The App's webhook`, `The webhook of acme`.
    let name: String
    /// Where its settings are.
    let page: String
    let configuration: HookConfiguration
    /// What it is told of.
    let events: [String]
}

/// Finds the webhooks that deliver here: the App's, or with a token those of accounts and repositories.
struct WebhookSearch: Sendable {
    let draft: ConfigurationDraft
    let github: GitHubClient
    let pages: GitHubPages
    let now: @Sendable () -> Date

    /// - Throws: `GitHubError`, ``Unhealthy``.
    func hooks(app: () async throws -> GitHubClient.App) async throws -> [SeenWebhook] {
        if github.usesApp { return [try await appHook(try await app())] }
        let finder = HookFinder(
            github: github, rules: draft.settings.rules, webhooks: draft.configuration.sweeps.webhooks, now: now)
        var hooks: [SeenWebhook] = []
        for owner in try await finder.owners() { hooks.append(try await hook(owner)) }
        return hooks
    }

    private func appHook(_ app: GitHubClient.App) async throws -> SeenWebhook {
        let configuration: HookConfiguration
        do {
            configuration = try await github.appHook()
        } catch let error as GitHubError where error.code == .notFound {
            configuration = HookConfiguration(url: "")
        }
        return SeenWebhook(
            owner: .app, name: "The App's webhook", page: pages.settings(of: app), configuration: configuration,
            events: app.events ?? [])
    }

    private func hook(_ owner: HookOwner) async throws -> SeenWebhook {
        let found: Webhook?
        let place: String
        switch owner {
        case .app: throw Unchecked("a token has no webhook of an App.")
        case .organization(let login, let id):
            (found, place) = (try await github.webhooks(ofOrganization: login).first { $0.id == id }, login)
        case .repository(let name, let id):
            (found, place) = (try await github.webhooks(of: name).first { $0.id == id }, name.fullName)
        }
        guard let found else {
            throw Unhealthy("\(place) has no webhook \(owner).", whatToDo: "Correct sweeps.webhooks.")
        }
        return SeenWebhook(
            owner: owner, name: "The webhook of \(place)", page: pages.settings(of: owner),
            configuration: found.configuration, events: found.events)
    }
}
