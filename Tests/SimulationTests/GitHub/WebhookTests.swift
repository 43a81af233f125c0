import Crypto
import Foundation
import Simulation
import Testing

@Suite("Webhooks of the simulated GitHub")
struct WebhookTests {
    /// A GitHub whose App's hook is answered by `sink`, which says 202 to all.
    private func withSink(
        _ options: SimulatedGitHub.Options = .init(),
        _ body: @Sendable (SimulatedGitHub, SimulatedGitHub) async throws -> Void
    ) async throws {
        try await SimulatedGitHub.with { sink in
            await sink.inject(Fault(.answer(status: 202), path: "^/hook$", times: nil))
            try await SimulatedGitHub.with(options) { github in
                await github.setAppWebhook(url: "\(sink.baseURL)/hook", secret: "s3cret")
                try await body(github, sink)
            }
        }
    }

    private func quiet(_ github: SimulatedGitHub) async throws {
        try await github.waitUntil("all is delivered") { !$0.hasPendingDeliveries }
    }

    @Test("a creation and a push arrive in order, signed, with GitHub's headers and members")
    func deliveries() async throws {
        try await withSink { github, sink in
            try await github.createRepository("acme/web-shop")
            let sha = try await github.push(to: "acme/web-shop", files: ["a": "1"], message: "First")
            try await quiet(github)
            let deliveries = await github.deliveries()
            #expect(deliveries.map(\.event) == ["ping", "repository", "push"])
            #expect(deliveries.allSatisfy { $0.statusCode == 202 && $0.status == "OK" })
            #expect(Set(deliveries.map(\.guid)).count == 3)
            let bodies = await sink.ledger.map(\.body)
            for (delivery, body) in zip(deliveries, bodies) {
                let mac = HMAC<SHA256>.authenticationCode(
                    for: Data(body.utf8), using: SymmetricKey(data: Data("s3cret".utf8)))
                let hex = mac.map { String(format: "%02x", $0) }.joined()
                #expect(delivery.requestHeaders["X-Hub-Signature-256"] == "sha256=\(hex)")
            }
            let created = try JSONValue(parsing: bodies[1].utf8)
            #expect(created["action"] == "created")
            #expect(created["repository"]?["full_name"] == "acme/web-shop")
            #expect(created["organization"]?["login"] == "acme")
            #expect(created["installation"]?["id"]?.int == deliveries[1].installationID)
            let push = try JSONValue(parsing: bodies[2].utf8)
            #expect(push["after"] == .string(sha))
            #expect(push["before"] == .string(String(repeating: "0", count: 40)))
            #expect(push["head_commit"]?["message"] == "First")
            #expect(push["commits"]?[0]?["added"] == ["a"])
            #expect(push["repository"]?["created_at"]?.int != nil)
        }
    }

    @Test("a deleted branch has no head commit, a force push says so, a tag is a tag")
    func refs() async throws {
        try await withSink { github, sink in
            try await github.createRepository("acme/web-shop", .holding(["a": "1"]))
            try await github.createBranch("topic", in: "acme/web-shop")
            try await github.deleteBranch("topic", in: "acme/web-shop")
            try await github.createTag("v1", in: "acme/web-shop")
            try await github.forcePush(to: "acme/web-shop", files: ["b": "2"])
            try await quiet(github)
            let pushes = try await sink.ledger.map { try JSONValue(parsing: $0.body.utf8) }.filter { $0["ref"] != nil }
            #expect(
                pushes.map { $0["ref"]?.string } == [
                    "refs/heads/main", "refs/heads/topic", "refs/heads/topic", "refs/tags/v1", "refs/heads/main",
                ])
            #expect(pushes[2]["deleted"] == true)
            #expect(pushes[2]["head_commit"] == .null)
            #expect(pushes[1]["commits"] == [])
            #expect(pushes[4]["forced"] == true)
        }
    }

    @Test("failed deliveries stay failed, are listed by cursor, and are redelivered on request with the same GUID")
    func redelivery() async throws {
        try await withSink { github, sink in
            await github.injectWebhookFault(.drop, event: "repository")
            try await github.createRepository("acme/web-shop")
            try await quiet(github)
            let failed = try #require(await github.deliveries().last)
            #expect(failed.statusCode == 502)
            let app = APICaller(github, token: try await github.appToken())
            let page = try await app.get("/app/hook/deliveries?per_page=1")
            #expect(page.json[0]?["guid"] == .string(failed.guid))
            let next = try #require(page.headers["link"]?.split(separator: "<").first?.split(separator: ">").first)
            #expect(try await app.get(String(next)).json[0]?["event"] == "ping")
            #expect(try await app.send("POST", "/app/hook/deliveries/\(failed.id)/attempts").status == 202)
            try await quiet(github)
            let again = try #require(await github.deliveries().last)
            #expect(again.guid == failed.guid)
            #expect(again.isRedelivery)
            #expect(again.statusCode == 202)
            let detail = try await app.get("/app/hook/deliveries/\(again.id)").json
            #expect(detail["request"]?["payload"]?["action"] == "created")
            #expect(await sink.ledger.count == 2)
        }
    }

    @Test("a hook that takes too long, or is not there, is recorded as such")
    func tooLate() async throws {
        var options = SimulatedGitHub.Options()
        options.hookTimeout = .seconds(1)
        try await withSink(options) { github, sink in
            try await quiet(github)
            await sink.inject(Fault(.delay(.seconds(5)), path: "^/hook$"))
            try await github.createRepository("acme/web-shop")
            try await quiet(github)
            #expect(await github.deliveries().last?.status == "timed out")
            #expect(await github.deliveries().last?.statusCode == 504)
            await github.setAppWebhook(url: "http://127.0.0.1:1/hook", secret: "s")
            try await github.push(to: "acme/web-shop", files: ["a": "1"])
            try await quiet(github)
            #expect(await github.deliveries().last?.statusCode == 502)
        }
    }

    @Test("deliveries can be forgotten, doubled and swapped")
    func faults() async throws {
        try await withSink { github, sink in
            await github.injectWebhookFault(.forget, event: "repository")
            try await github.createRepository("acme/web-shop")
            await github.injectWebhookFault(.duplicate, event: "push")
            try await github.push(to: "acme/web-shop", files: ["a": "1"])
            await github.injectWebhookFault(.swapWithNext, event: "push")
            try await github.push(to: "acme/web-shop", files: ["a": "2"])
            try await github.setPrivate("acme/web-shop", true)
            try await quiet(github)
            let bodies = try await sink.ledger.map { try JSONValue(parsing: $0.body.utf8) }
            #expect(
                bodies.map { $0["action"]?.string ?? ($0["ref"] != nil ? "push" : "ping") } == [
                    "ping", "push", "push", "privatized", "push",
                ])
            #expect(await github.deliveries().map(\.event) == ["ping", "push", "push", "repository"])
        }
    }

    @Test("installing announces what is covered; a personal account's new repository is announced by its installation")
    func installations() async throws {
        try await withSink { github, sink in
            await github.createAccount("umbrella", appInstalled: false)
            try await github.createRepository("umbrella/a")
            try await github.installApp(on: "umbrella")
            var options = NewRepository.empty
            options.ownerIsUser = true
            try await github.createRepository("ada/notes", options)
            try await quiet(github)
            let bodies = try await sink.ledger.map { try JSONValue(parsing: $0.body.utf8) }
            #expect(bodies.count == 3)
            #expect(bodies[1]["repositories"]?[0]?["full_name"] == "umbrella/a")
            #expect(bodies[2]["repositories_added"]?[0]?["full_name"] == "ada/notes")
        }
    }

    @Test("hooks of an organisation and of a repository hear their own only")
    func ownHooks() async throws {
        try await withSink { github, sink in
            let organization = await github.addOrganizationHook("acme", url: "\(sink.baseURL)/hook", secret: "a")
            try await github.createRepository("acme/web-shop")
            try await github.createRepository("other/thing")
            let repository = try await github.addRepositoryHook("other/thing", url: "\(sink.baseURL)/hook", secret: "b")
            try await github.push(to: "other/thing", files: ["a": "1"])
            try await quiet(github)
            #expect(await github.deliveries(ofHook: organization).map(\.event) == ["ping", "repository"])
            #expect(await github.deliveries(ofHook: repository).map(\.event) == ["ping", "push"])
            let caller = APICaller(github, token: await github.createClassicToken(scopes: ["admin:org_hook", "repo"]))
            #expect(try await caller.get("/orgs/acme/hooks/\(organization)/deliveries").json.array?.count == 2)
            #expect(try await caller.get("/orgs/acme/hooks/\(repository)/deliveries").status == 404)
        }
    }
}
