import Foundation
import GitHubAPI
import Redaction
import Testing

@Suite("Requests")
struct RequestTests {
    static let repository = Payloads.repository()

    @Test func everyRequestCarriesWhatGitHubAsksFor() async throws {
        try await FakeGitHub.run { _, _ in
            .json(Self.repository)
        } test: { client, fake async throws in
            let repository = try await client.repository(.webShop)
            #expect(repository.id == 42)
            let request = try #require(await fake.received.first)
            #expect(request.target == "/api/v3/repos/acme/web-shop")
            #expect(request.headers["accept"] == "application/vnd.github+json")
            #expect(request.headers["x-github-api-version"] == "2022-11-28")
            #expect(request.headers["user-agent"] == "Slipway")
            #expect(request.authorization == "Bearer static-token")
        }
    }

    @Test func valuesCannotLeaveTheirPlaceInAPath() async throws {
        try await FakeGitHub.run { _, _ in
            .json(#"{"object": {"sha": "abc"}}"#)
        } test: { client, fake async throws in
            #expect(try await client.branch("feature/ä b?x#y", in: .webShop) == "abc")
            #expect(
                await fake.targets
                    == ["GET /api/v3/repos/acme/web-shop/git/ref/heads/feature/%C3%A4%20b%3Fx%23y"])
            for bad in ["", "..", "a/../b", "a//b", "/a", "."] {
                let error = await #expect(throws: GitHubError.self) { try await client.branch(bad, in: .webShop) }
                #expect(error?.code == .invalidRequest)
            }
            #expect(await fake.received.count == 1)
        }
    }

    @Test func aRenamedRepositoryIsFollowedWithMethodAndBody() async throws {
        try await FakeGitHub.run { request, _ in
            guard request.target.contains("/repos/") else { return .json("{}") }
            return Answer(
                status: 307, headers: ["Location": request.base + "/repositories/42/statuses/abc"], body: "{}")
        } test: { client, fake async throws in
            try await client.setStatus(CommitStatus(state: .success, context: "x"), on: "abc", in: .webShop)
            let last = try #require(await fake.received.last)
            #expect(last.method == "POST")
            #expect(last.target == "/api/v3/repositories/42/statuses/abc")
            #expect(try last.json([String: String].self) == ["state": "success", "context": "x"])
        }
    }

    @Test(arguments: ["http://127.0.0.1:1/api/v3/x", "https://example.com/", "//example.com/api/v3/x", "/elsewhere"])
    func redirectsOutOfTheAPIAreNotFollowed(_ location: String) async throws {
        try await FakeGitHub.run { _, _ in
            Answer(status: 301, headers: ["Location": location])
        } test: { client, fake async throws in
            let error = await #expect(throws: GitHubError.self) { try await client.repository(.webShop) }
            #expect(error?.code == .invalidAnswer)
            #expect(await fake.received.count == 1)
        }
    }

    /// The token goes to the API's own address and nowhere else, however alike another looks.
    @Test(arguments: [301, 302, 307, 308])
    func aRedirectWithALoginOrAnotherHostIsNotFollowed(_ status: Int) async throws {
        let places: [@Sendable (String) -> String] = [
            { $0.replacing("http://", with: "http://me:secret@") + "/x" }, { $0 + "@evil.example/x" },
            { $0.replacing("http://", with: "http://evil.example#") + "/x" }, { $0 + ".evil.example/x" },
            { $0.replacing("http://", with: "https://") + "/x" }, { _ in "//me@evil.example/api/v3/x" },
        ]
        for place in places {
            try await FakeGitHub.run { request, _ in
                Answer(status: status, headers: ["Location": place(request.base)])
            } test: { client, fake async throws in
                let error = await #expect(throws: GitHubError.self) { try await client.repository(.webShop) }
                #expect(error?.code == .invalidAnswer)
                #expect(await fake.received.count == 1)
            }
        }
    }

    @Test func allPagesAreRead() async throws {
        try await FakeGitHub.run { request, number in
            let body = #"[{"id": \#(number), "body": "b", "html_url": "h"}]"#
            guard number < 3 else { return .json(body) }
            let next = "<\(request.base)/repositories/42/commits/abc/comments?page=\(number + 1)>; rel=\"next\""
            return Answer(headers: ["Link": next + ", <\(request.base)/x>; rel=\"last\""], body: body)
        } test: { client, fake async throws in
            let comments = try await client.comments(on: "abc", in: .webShop)
            #expect(comments.map(\.id) == [1, 2, 3])
            #expect(
                await fake.targets == [
                    "GET /api/v3/repos/acme/web-shop/commits/abc/comments?per_page=100",
                    "GET /api/v3/repositories/42/commits/abc/comments?page=2",
                    "GET /api/v3/repositories/42/commits/abc/comments?page=3",
                ])
        }
    }

    @Test func aNextPageElsewhereGetsNoToken() async throws {
        try await FakeGitHub.run { _, _ in
            Answer(headers: ["Link": "<https://example.com/api/v3/x>; rel=\"next\""], body: "[]")
        } test: { client, fake async throws in
            let error = await #expect(throws: GitHubError.self) { try await client.comments(on: "a", in: .webShop) }
            #expect(error?.code == .invalidAnswer)
            #expect(await fake.received.count == 1)
        }
    }

    @Test func deliveriesComeWithACursor() async throws {
        let delivery = """
            [{"id": 9007199254740993, "guid": "g", "delivered_at": "2026-11-20T10:00:00Z", "redelivery": false,
              "duration": 0.1, "status": "timed out", "status_code": 0, "event": "push", "action": null,
              "installation_id": 7, "repository_id": 42}]
            """
        try await FakeGitHub.run { request, _ in
            guard request.method == "GET" else { return Answer(status: 202) }
            return Answer(
                headers: ["Link": "<http://h/x?per_page=100&cursor=v1_3%3D>; rel=\"next\""], body: delivery)
        } test: { client, fake async throws in
            let page = try await client.deliveries(of: .repository(.webShop, hook: 5), cursor: "v1 2")
            #expect(page.nextCursor == "v1_3=")
            #expect(page.deliveries.first?.id == 9_007_199_254_740_993)
            #expect(page.deliveries.first?.isOK == false)
            try await client.redeliver(3, of: .organization("acme", hook: 6))
            #expect(
                await fake.targets == [
                    "GET /api/v3/repos/acme/web-shop/hooks/5/deliveries?per_page=100&cursor=v1%202",
                    "POST /api/v3/orgs/acme/hooks/6/deliveries/3/attempts",
                ])
        }
    }

    @Test func onlySoManyRequestsAtOnce() async throws {
        let gauge = Gauge()
        try await FakeGitHub.run(configure: { $0.maximumConcurrentRequests = 3 }) { _, _ in
            await gauge.enter(waitingFor: 3)
            await gauge.leave()
            return .json(Self.repository)
        } test: { client, fake async throws in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<12 { group.addTask { _ = try await client.repository(.webShop) } }
                try await group.waitForAll()
            }
            #expect(await fake.received.count == 12)
            #expect(await gauge.highest == 3)
        }
    }

    @Test func whatHappenedIsObserved() async throws {
        let (observations, continuation) = AsyncStream.makeStream(of: RequestObservation.self)
        try await FakeGitHub.run(observe: { continuation.yield($0) }) { _, _ in
            Answer(headers: ["x-ratelimit-remaining": "4999", "x-ratelimit-limit": "5000"], body: Self.repository)
        } test: { client, _ async throws in
            _ = try await client.repository(id: 42)
            continuation.finish()
        }
        var all: [RequestObservation] = []
        for await observation in observations { all.append(observation) }
        let observation = try #require(all.first)
        #expect(all.count == 1)
        #expect(observation.method == "GET")
        #expect(observation.pathTemplate == "/repositories/{id}")
        #expect(observation.status == 200)
        #expect(observation.remaining == 4999)
        #expect(observation.limit == 5000)
        #expect(observation.account == "token")
    }

    @Test(arguments: [
        "", "api.github.com", "ftp://x", "https://", "https://user:pw@host", "https://host?x=1", "https://host/#f",
    ])
    func addressesThatAreNoneAreRefused(_ address: String) {
        #expect(throws: GitHubClient.Configuration.UnusableAddress.self) {
            try GitHubClient.Configuration(api: address)
        }
    }
}

/// How many are inside at once. Who enters waits until `expected` have come in all, so that they overlap.
actor Gauge {
    private(set) var highest = 0
    private var inside = 0
    private var entered = 0
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func enter(waitingFor expected: Int) async {
        inside += 1
        entered += 1
        highest = max(highest, inside)
        if entered >= expected {
            for continuation in waiting { continuation.resume() }
            waiting = []
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    func leave() {
        inside -= 1
    }
}
