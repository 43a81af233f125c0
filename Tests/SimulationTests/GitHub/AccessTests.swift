import Foundation
import Testing

@testable import Simulation

@Suite("Who may do what on the simulated GitHub")
struct AccessTests {
    private func privateRepository() -> NewRepository {
        var options = NewRepository.holding(["README.md": "x"])
        options.isPrivate = true
        return options
    }

    @Test("an installation token sees its repository, expires after an hour and stops when revoked")
    func installationTokens() async throws {
        try await SimulatedGitHub.with { github in
            try await github.createRepository("acme/web-shop", privateRepository())
            try await github.createRepository("acme/other", privateRepository())
            let caller = try await github.installationCaller("acme/web-shop")
            #expect(try await caller.get("/repos/acme/web-shop").status == 200)
            #expect(try await caller.get("/repos/acme/other").status == 404)
            let list = try await caller.get("/installation/repositories").json
            #expect(list["total_count"] == 1)
            #expect(try await caller.get("/repos/acme/web-shop/hooks").status == 403)
            await github.advanceClock(by: 3601)
            let late = try await caller.get("/repos/acme/web-shop")
            #expect(late.status == 401)
            #expect(late.message == "Bad credentials")
            let second = try await github.installationCaller("acme/web-shop")
            #expect(try await second.send("DELETE", "/installation/token").status == 204)
            #expect(try await second.get("/repos/acme/web-shop").status == 401)
        }
    }

    @Test("a token request is checked: permissions, repositories, suspension")
    func tokenRequests() async throws {
        try await SimulatedGitHub.with { github in
            try await github.createRepository("acme/web-shop")
            let app = APICaller(github, token: try await github.appToken())
            let id = try await github.installationID(of: "acme")
            let path = "/app/installations/\(id)/access_tokens"
            let more = try await app.post(path, ["permissions": ["administration": "write"]])
            #expect(more.status == 422)
            #expect(more.message == "The permissions requested are not granted to this installation.")
            #expect(try await app.post(path, ["repository_ids": [1]]).status == 422)
            #expect(try await app.post("/app/installations/1/access_tokens", [:]).status == 404)
            let caller = try await github.installationCaller("acme/web-shop")
            try await github.setSuspended("acme", true)
            #expect(try await app.post(path, [:]).message == "This installation has been suspended")
            #expect(try await caller.get("/repos/acme/web-shop").status == 403)
        }
    }

    @Test(
        "an App's own token is checked",
        arguments: [
            (0, 540, "1001", 200, ""),
            (0, 700, "1001", 401, "'Expiration time' claim ('exp') is too far in the future"),
            (
                0, -1, "1001", 401,
                "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the "
                    + "assertion expires"
            ),
            (
                90, 540, "1001", 401,
                "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued"
            ), (0, 540, "7", 404, "Integration not found"),
        ])
    func appTokens(issued: Int, expires: Int, issuer: String, status: Int, message: String) async throws {
        var options = SimulatedGitHub.Options()
        options.now = { Date(timeIntervalSince1970: 1_800_000_000) }
        try await SimulatedGitHub.with(options) { github in
            let token = try AppTokenSigner(app: github.app).token([
                "iat": .int(1_800_000_000 + issued), "exp": .int(1_800_000_000 + expires), "iss": .string(issuer),
            ])
            let answer = try await APICaller(github, token: token).get("/app")
            #expect(answer.status == status)
            #expect((answer.message ?? "") == message)
        }
    }

    @Test("a token that is signed by another key, or is none at all, is refused")
    func forged() async throws {
        try await SimulatedGitHub.with { github in
            let token = try await github.appToken()
            let cut = token.dropLast(8) + "AAAAAAAA"
            let answer = try await APICaller(github, token: String(cut)).get("/app")
            #expect(answer.status == 401)
            #expect(answer.message == "A JSON web token could not be decoded")
            #expect(try await APICaller(github, token: "nonsense").get("/app").message == "Bad credentials")
            var rude = APICaller(github, token: token)
            rude.userAgent = nil
            #expect(try await rude.get("/app").status == 403)
        }
    }

    @Test("a renamed repository redirects; archived ones are read-only; public ones are for all to read")
    func states() async throws {
        try await SimulatedGitHub.with { github in
            let info = try await github.createRepository("acme/web-shop", .holding(["README.md": "x"]))
            let caller = try await github.installationCaller("acme/web-shop")
            try await github.rename("acme/web-shop", to: "shop")
            let moved = try await caller.get("/repos/acme/web-shop/commits?per_page=1")
            #expect(moved.status == 301)
            #expect(moved.headers["location"] == "\(github.apiURL)/repositories/\(info.id)/commits?per_page=1")
            let followed = try await caller.get(try #require(moved.headers["location"]))
            #expect(followed.json.array?.count == 1)
            #expect(try await caller.post("/repos/acme/web-shop/git/blobs", ["content": "x"]).status == 307)
            #expect(try await caller.get("/repositories/\(info.id)").json["full_name"] == "acme/shop")
            try await github.setArchived("acme/shop", true)
            let frozen = try await caller.post("/repos/acme/shop/git/blobs", ["content": "x"])
            #expect(frozen.message == "Repository was archived so is read-only.")
            #expect(try await APICaller(github).get("/repos/ACME/Shop").status == 200)
            try await github.setPrivate("acme/shop", true)
            #expect(try await APICaller(github).get("/repos/acme/shop").status == 404)
            try await github.deleteRepository("acme/shop")
            #expect(try await caller.get("/repos/acme/shop").status == 404)
        }
    }

    @Test("limits: the hour is counted, refusals say until when, content creation has its own")
    func limits() async throws {
        var options = SimulatedGitHub.Options()
        options.requestsPerHour = 10
        options.contentPerMinute = 1
        options.limitStatus = 429
        try await SimulatedGitHub.with(options) { github in
            let info = try await github.createRepository("acme/web-shop", .holding(["README.md": "x"]))
            let head = try #require(try await github.commit(in: info.fullName))
            let caller = try await github.installationCaller("acme/web-shop")
            let first = try await caller.get("/repos/acme/web-shop")
            #expect(first.headers["x-ratelimit-limit"] == "10")
            #expect(first.headers["x-ratelimit-remaining"] == "9")
            let path = "/repos/acme/web-shop/commits/\(head)/comments"
            #expect(try await caller.post(path, ["body": "one"]).status == 201)
            let second = try await caller.post(path, ["body": "two"])
            #expect(second.status == 429)
            #expect(second.headers["retry-after"] == "60")
            await github.exhaustRateLimit(reset: 100)
            let third = try await caller.get("/repos/acme/web-shop")
            #expect(third.status == 429)
            #expect(third.headers["x-ratelimit-remaining"] == "0")
            #expect(try await caller.get("/rate_limit").json["resources"]?["core"]?["remaining"] == 0)
            await github.advanceClock(by: 101)
            #expect(try await caller.get("/repos/acme/web-shop").status == 200)
            #expect(try await caller.post(path, ["body": "two"]).status == 201)
        }
    }
}
