import Foundation
import Simulation
import Testing

extension EndToEnd {
    /// The webhook secret is changed where Slipway has a token instead of an App: the webhook belongs to the organisation or
    /// to one repository.
    @Suite struct TokenHooks {
        private static let organization: Set = ["repo", "workflow", "admin:org_hook"]
        private static let repository: Set = ["repo", "workflow", "admin:repo_hook"]

        @Test func theSecretOfAnOrganisationsWebhook() async throws {
            try await World.withSecretFile(
                prepare: { try await $0.useClassicToken(Self.organization) },
                register: { world, url in
                    await world.github.addOrganizationHook("acme", url: url, secret: World.webhookSecret)
                },
                { try await $0.changesItsSecret() })
        }

        @Test func theSecretOfARepositorysWebhook() async throws {
            try await World.withSecretFile(
                prepare: { world in
                    try await world.useClassicToken(Self.repository)
                    try await world.github.createRepository("acme/site")
                    try await world.change("  - { match: \"acme/*\"", to: "  - { match: \"acme/site\"")
                    try await world.change("  - { match: \"acme/web-*\", template: nextjs-15-app }\n", to: "")
                    // The webhooks of an owner that a rule names must be seen, or its deliveries would be lost.
                    try await world.change(
                        "  - { match: \"topical/*\", topic: slipway, template: static-site }\n", to: "")
                },
                register: { world, url in
                    try await world.github.addRepositoryHook("acme/site", url: url, secret: World.webhookSecret)
                },
                { try await $0.changesItsSecret() })
        }

        /// GitHub shows webhooks, and lets them be changed, only to who administrates them.
        @Test func aTokenThatMayNotIsToldWhatItLacksAndNothingIsLost() async throws {
            try await World.withSecretFile(
                prepare: { try await $0.useClassicToken(["repo", "workflow"]) },
                register: { world, url in
                    await world.github.addOrganizationHook("acme", url: url, secret: World.webhookSecret)
                },
                { world in
                    let before = try world.secret
                    let result = try await world.rotateWebhook()
                    #expect(result.status == .exited(1))
                    #expect(
                        result.output.contains(
                            "slipway: GitHub does not show the webhooks of acme to Slipway's token.\n"),
                        "\(result.output)")
                    #expect(
                        result.output.contains(
                            "(a classic token: admin:org_hook), and run the command again: it goes on."))
                    #expect(try world.secret == before)
                })
        }
    }
}

extension World {
    fileprivate func useClassicToken(_ scopes: Set<String>) async throws {
        let token = await github.createClassicToken(scopes: scopes)
        try change("app: { id: \(github.app.id), privateKeyFile: app.pem }", to: "token: \(token)")
    }

    fileprivate func changesItsSecret() async throws {
        let before = try secret
        let result = try await rotateWebhook(quiet: 1)
        #expect(result.status == .exited(0), "\(result.output)")
        #expect(try secret != before)
        #expect(try secretFileNames == ["hook-secret"])
        #expect(try await deliver("ping", Data("{}".utf8)) == 401)
    }
}
