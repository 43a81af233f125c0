import GitHubAPI
import Simulation
import Storage
import Testing

@testable import Service

@Suite("With a token: the webhooks that deliver here")
struct HookFinderTests {
    static let mayAsk = ["organization_hooks": "write", "contents": "read"]

    @Test func theOrganisationsWebhookIsFoundByItsPath() async throws {
        try await SweepFixture.with(token: Self.mayAsk) { fixture in
            let hook = await fixture.github.addOrganizationHook("acme", url: SweepFixture.nowhere, secret: "s")
            await fixture.github.addOrganizationHook("acme", url: "http://127.0.0.1:9/elsewhere", secret: "s")
            try await fixture.github.createRepository("acme/site")
            try await fixture.isTried()
            await fixture.deliverySweep().sweep()
            let mine = Set(await fixture.github.deliveries(ofHook: hook).map(\.guid))
            #expect(mine.count == 2)
            #expect(await Set(fixture.requests.keys) == mine, "another webhook's deliveries are not ours")
            #expect(try await fixture.lost.first?.hook == "orgs/acme/hooks/\(hook)")
        }
    }

    @Test func severalWithThatPathAreToldApartByTheAddress() async throws {
        try await SweepFixture.with(token: Self.mayAsk) { fixture in
            await fixture.github.addOrganizationHook("acme", url: SweepFixture.nowhere, secret: "s")
            let other = "http://127.0.0.1:9/test/../webhooks/github"
            let second = await fixture.github.addOrganizationHook(
                "acme", url: "http://localhost:9/webhooks/github", secret: "s")
            try await fixture.isTried()
            await fixture.deliverySweep().sweep()
            #expect(await fixture.requests.isEmpty)
            #expect(fixture.board.all[.deliverySweep]?.reason?.contains("acme has 2 webhooks") == true)
            #expect(WebhookChoice(other) == .address(other))
            await fixture.deliverySweep(webhooks: [.address("http://localhost:9/webhooks/github")]).sweep()
            #expect(await fixture.requests.count == 1)
            #expect(try await fixture.lost.first?.hook == "orgs/acme/hooks/\(second)")
            #expect(fixture.board.all[.deliverySweep]?.isHealthy == true)
        }
    }

    @Test func aMissingPermissionIsNamedAndDoesNotMakeItUnready() async throws {
        try await SweepFixture.with(token: ["contents": "read"]) { fixture in
            await fixture.github.addOrganizationHook("acme", url: SweepFixture.nowhere, secret: "s")
            await fixture.deliverySweep().sweep()
            let health = fixture.board.all[.deliverySweep]
            #expect(health?.isHealthy == false)
            #expect(health?.reason?.contains("permission") == true, "\(health?.reason ?? "")")
            #expect(fixture.board.isReady, "deliveries that do arrive are still welcome")
        }
    }

    @Test func aTokenThatMayOnlyReadListsButCannotAsk() async throws {
        try await SweepFixture.with(token: ["organization_hooks": "read"]) { fixture in
            await fixture.github.addOrganizationHook("acme", url: SweepFixture.nowhere, secret: "s")
            try await fixture.github.createRepository("acme/site")
            try await fixture.isTried()
            await fixture.deliverySweep().sweep()
            #expect(await fixture.requests.isEmpty)
            #expect(fixture.board.all[.deliverySweep]?.isHealthy == false)
            #expect(try await fixture.lost.allSatisfy { $0.requests == 0 }, "what was refused was not asked for")
        }
    }

    @Test func aRepositorysWebhookIsNamed() async throws {
        try await SweepFixture.with(token: ["repository_hooks": "write"]) { fixture in
            try await fixture.github.createRepository("acme/site")
            let hook = try await fixture.github.addRepositoryHook(
                "acme/site", url: SweepFixture.nowhere, secret: "s")
            try await fixture.isTried()
            let owner = try #require(HookOwner("repos/acme/site/hooks/\(hook)"))
            await fixture.deliverySweep(webhooks: [.owner(owner)]).sweep()
            #expect(await fixture.requests.count == 1)
        }
    }

    @Test func namesAreReadAndWritten() {
        for text in ["app", "orgs/acme/hooks/12", "repos/acme/a.b/hooks/3"] {
            #expect(HookOwner(text)?.description == text)
        }
        for text in ["", "orgs/acme", "orgs//hooks/1", "orgs/acme/hooks/x", "repos/a/hooks/1", "users/a/hooks/1"] {
            #expect(HookOwner(text) == nil)
        }
        #expect(WebhookChoice("app") == nil)
        #expect(WebhookChoice("ftp://x/y") == nil)
    }
}
