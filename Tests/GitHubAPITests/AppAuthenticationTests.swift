import Foundation
import GitHubAPI
import JWTKit
import Redaction
import Synchronization
import Testing

@Suite("Speaking as an App")
struct AppAuthenticationTests {
    static let app = #"{"id": 1001, "name": "Slipway"}"#

    struct Claims: JWTPayload {
        let iat: Int
        let exp: Int
        let iss: String
        func verify(using algorithm: some JWTAlgorithm) {}
    }

    static func tokenAnswer(_ number: Int, expires: String = "2026-11-21T01:00:00Z") -> Answer {
        Answer(status: 201, body: #"{"token": "ghs_\#(number).x", "expires_at": "\#(expires)"}"#)
    }

    /// Answers token requests with `ghs_N.x`, N counting requests, and everything else with a repository.
    static func answer(_ request: Received, _ number: Int) -> Answer {
        request.target.hasSuffix("/access_tokens") ? tokenAnswer(number) : .json(Payloads.repository())
    }

    @Test(arguments: [TestKey.pkcs1, TestKey.pkcs8])
    func theAppSignsForNineMinutes(_ key: Redacted) async throws {
        let credential = GitHubCredential.app(try await GitHubApp(id: "1001", privateKey: key))
        let clock = TestClock(1_795_219_200.75)
        try await FakeGitHub.run(credential: credential, clock: clock) { _, _ in
            .json(Self.app)
        } test: { client, fake async throws in
            #expect(try await client.app().id == 1001)
            let header = try #require(await fake.received.first?.authorization)
            let token = String(header.dropFirst("Bearer ".count))
            let keys = await JWTKeyCollection().add(
                rsa: try Insecure.RSA.PublicKey(pem: TestKey.publicPEM), digestAlgorithm: .sha256)
            let claims = try await keys.verify(token, as: Claims.self)
            #expect(claims.iss == "1001")
            #expect(claims.iat == 1_795_219_140)
            #expect(claims.exp == 1_795_219_740)
            #expect(claims.exp - claims.iat <= 600)
        }
    }

    @Test func anUnusableKeyIsRefusedWithoutShowingIt() async throws {
        for text in ["", "secret", TestKey.publicPEM, TestKey.pkcs1.value.replacingOccurrences(of: "M", with: "x")] {
            let error = await #expect(throws: GitHubApp.UnusableKey.self) {
                try await GitHubApp(id: "1", privateKey: Redacted(text))
            }
            #expect(error.map { !"\($0)".contains("secret") } ?? false)
        }
    }

    func withApp(
        clock: TestClock = TestClock(1_795_219_200),  // 2026-11-21 00:00:00 UTC
        answer: @escaping @Sendable (Received, Int) async throws -> Answer = AppAuthenticationTests.answer,
        test: @Sendable (GitHubClient, FakeGitHub) async throws -> Void
    ) async throws {
        let app = try await GitHubApp(id: "1001", privateKey: TestKey.pkcs1)
        try await FakeGitHub.run(credential: .app(app), clock: clock, answer: answer, test: test)
    }

    struct TokenRequest: Decodable, Equatable {
        let repository_ids: [Int64]?
        let permissions: [String: String]?
    }

    @Test func tokensAreScopedToOneRepositoryAndWhatIsNeeded() async throws {
        try await withApp { client, fake async throws in
            let repository = try await client.forRepository(.webShop, id: 42, installation: 7)
            _ = try await repository.repository(.webShop)
            let requests = await fake.received
            #expect(
                requests.map(\.target) == [
                    "/api/v3/app/installations/7/access_tokens", "/api/v3/repos/acme/web-shop",
                ])
            let body: TokenRequest = try #require(requests.first).json()
            #expect(body == TokenRequest(repository_ids: [42], permissions: Permissions.project.levels))
            #expect(requests.last?.authorization == "Bearer ghs_1.x")
        }
    }

    /// As lists show a repository: with the time of its creation.
    static let listed = Payloads.repository(more: #", "created_at": "2026-11-20T10:00:00Z""#)

    @Test func anInstallationGetsAllItsRepositories() async throws {
        try await withApp { request, number in
            request.target.hasSuffix("/access_tokens")
                ? Self.tokenAnswer(number)
                : .json(#"{"total_count": 1, "repositories": [\#(Self.listed)]}"#)
        } test: { client, fake async throws in
            #expect(try await client.scoped(to: .installation(7)).repositories().map(\.repository.id) == [42])
            let requests = await fake.received
            #expect(requests.first?.body == "{}")
            #expect(requests.last?.target == "/api/v3/installation/repositories?per_page=100")
        }
    }

    @Test func theInstallationIsLookedUpOnce() async throws {
        try await withApp { request, number in
            request.target.hasSuffix("/installation")
                ? .json(#"{"id": 7, "account": {"login": "acme", "id": 9}}"#) : Self.answer(request, number)
        } test: { client, fake async throws in
            for _ in 0..<2 {
                let repository = try await client.forRepository(.webShop, id: 42)
                #expect(
                    repository.scope == .repositories(installation: 7, ids: [42], permissions: .project))
            }
            #expect(await fake.targets == ["GET /api/v3/repos/acme/web-shop/installation"])
        }
    }

    @Test func aTransferredRepositoryIsFollowedToItsNewInstallation() async throws {
        try await withApp { request, number in
            switch request.target {
            case "/api/v3/app/installations/7/access_tokens", "/api/v3/app/installations/8/access_tokens":
                Self.tokenAnswer(number)
            case "/api/v3/repositories/42/installation": .json(#"{"id": 8, "account": {"login": "globex", "id": 9}}"#)
            default:
                request.authorization == "Bearer ghs_1.x"
                    ? .error(403, "Resource not accessible by integration") : .json(Payloads.repository())
            }
        } test: { client, fake async throws in
            let repository = try await client.forRepository(.webShop, id: 42, installation: 7)
            #expect(try await repository.repository(.webShop).id == 42)
            // From now on it is known, whatever the records say.
            let again = try await client.forRepository(.webShop, id: 42, installation: 7)
            #expect(again.scope == .repositories(installation: 8, ids: [42], permissions: .project))
            #expect(await fake.received.count == 5)
        }
    }

    @Test func whoeverIsRefusedAfterATransferGetsTheInstallationThatOthersFound() async throws {
        try await withApp { request, number in
            switch request.target {
            case "/api/v3/app/installations/7/access_tokens":
                .error(
                    422,
                    "There is at least one repository that does not exist or is not accessible to the parent installation."
                )
            case "/api/v3/app/installations/7":
                .json(#"{"id": 7, "account": {"login": "acme", "id": 9}, "permissions": {"contents": "write"}}"#)
            case "/api/v3/app/installations/8/access_tokens": Self.tokenAnswer(number)
            case "/api/v3/repositories/42/installation", "/api/v3/repositories/43/installation":
                .json(#"{"id": 8, "account": {"login": "globex", "id": 9}}"#)
            default: .json(Payloads.repository())
            }
        } test: { client, fake async throws in
            let before = try await client.forRepository(.webShop, id: 42, installation: 7)
            let alike = try await client.forRepository(.webShop, id: 42, installation: 7)
            #expect(try await before.repository(.webShop).id == 42)
            #expect(try await alike.repository(.webShop).id == 42)
            #expect(await fake.targets.count { $0.hasSuffix("/repositories/42/installation") } == 1)
            // At the same moment, with a client that has found nothing yet.
            let former = alike.scoped(to: .repositories(installation: 7, ids: [43], permissions: .project))
            try await withThrowingTaskGroup(of: Int64.self) { group in
                for _ in 0..<4 { group.addTask { try await former.repository(.webShop).id } }
                for try await id in group { #expect(id == 42) }
            }
        }
    }

    @Test func refusalsForOtherReasonsLookTheInstallationUpOnceAMinute() async throws {
        try await withApp { request, number in
            if request.target.hasSuffix("/access_tokens") { return Self.tokenAnswer(number) }
            return request.target.hasSuffix("/installation")
                ? .json(#"{"id": 7, "account": {"login": "acme", "id": 9}}"#) : .error(404, "Not Found")
        } test: { client, fake async throws in
            let repository = try await client.forRepository(.webShop, id: 42, installation: 7)
            for _ in 0..<3 {
                await #expect(throws: GitHubError.self) { _ = try await repository.repository(.webShop) }
            }
            #expect(await fake.targets.count { $0.hasSuffix("/repositories/42/installation") } == 1)
        }
    }

    @Test func aTokenIsUsedUntilFiveMinutesBeforeItsEnd() async throws {
        let clock = TestClock(1_795_219_200)
        try await withApp(clock: clock) { client, fake async throws in
            let repository = try await client.forRepository(.webShop, id: 42, installation: 7)
            for (seconds, requests) in [(0.0, 2), (3_299, 3), (1, 5)] {
                clock.advance(by: seconds)
                _ = try await repository.repository(.webShop)
                #expect(await fake.received.count == requests, "after \(seconds) s more")
            }
        }
    }

    @Test func whoHandsATokenOnCanAskForALongerOne() async throws {
        let clock = TestClock(1_795_219_200)
        try await withApp(clock: clock) { client, fake async throws in
            let flux = try await client.forRepository(.webShop, id: 42, installation: 7, permissions: .fetch)
            let first = try await flux.accessToken(lasting: 1_200)
            #expect(first.expiresAt == Date(timeIntervalSince1970: 1_795_222_800))
            clock.advance(by: 2_399)
            #expect(try await flux.accessToken(lasting: 1_200) == first)
            clock.advance(by: 1)
            #expect(try await flux.accessToken(lasting: 1_200).value == Redacted("ghs_2.x"))
            #expect("\(first)".contains("ghs") == false)
        }
    }

    @Test func requestsThatNeedTheSameTokenShareOneFetch() async throws {
        let gate = Gate()
        try await withApp { request, number in
            if request.target.hasSuffix("/access_tokens") { await gate.wait() }
            return Self.answer(request, number)
        } test: { client, fake async throws in
            let repository = try await client.forRepository(.webShop, id: 42, installation: 7)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<10 { group.addTask { _ = try await repository.repository(.webShop) } }
                await gate.open()
                try await group.waitForAll()
            }
            let tokens = await fake.targets.filter { $0.hasSuffix("/access_tokens") }
            #expect(tokens.count == 1)
        }
    }

    @Test func aRefusedTokenIsReplacedOnce() async throws {
        try await withApp { request, number in
            if request.authorization == "Bearer ghs_1.x" { return .error(401, "Bad credentials") }
            return Self.answer(request, number)
        } test: { client, fake async throws in
            let repository = try await client.forRepository(.webShop, id: 42, installation: 7)
            #expect(try await repository.repository(.webShop).id == 42)
            #expect(await fake.received.map(\.authorization).suffix(1) == ["Bearer ghs_3.x"])
            #expect(await fake.received.count == 4)
        }
    }

    @Test func aTokenRefusedTwiceIsAnError() async throws {
        try await withApp { request, number in
            request.target.hasSuffix("/access_tokens") ? Self.tokenAnswer(number) : .error(401, "Bad credentials")
        } test: { client, fake async throws in
            let repository = try await client.forRepository(.webShop, id: 42, installation: 7)
            let error = await #expect(throws: GitHubError.self) { try await repository.repository(.webShop) }
            #expect(error?.code == .unauthorized)
            #expect(error?.message == "Bad credentials")
            #expect(await fake.received.count == 4)
        }
    }

    @Test func whenLessWasGrantedTheTokenHoldsLess() async throws {
        try await withApp { request, number in
            if request.method == "GET", request.target.hasSuffix("/installations/7") {
                return .json(
                    """
                    {"id": 7, "account": {"login": "acme", "id": 9}, "suspended_at": null,
                     "permissions": {"contents": "read", "metadata": "read", "issues": "write"}}
                    """)
            }
            if request.target.hasSuffix("/access_tokens"), request.body.contains("workflows") {
                return .error(422, "The permissions requested are not granted to this installation.")
            }
            return Self.answer(request, number)
        } test: { client, fake async throws in
            let repository = try await client.forRepository(.webShop, id: 42, installation: 7)
            _ = try await repository.repository(.webShop)
            let body: TokenRequest = try await fake.received[2].json()
            #expect(body.permissions == ["contents": "read", "metadata": "read"])
            #expect(body.repository_ids == [42])
        }
    }

    @Test func aRefusalForLackOfAPermissionAsksForANewTokenNextTime() async throws {
        try await withApp { request, number in
            if request.method == "GET", request.target.contains("installation") {
                return .json(
                    """
                    {"id": 7, "account": {"login": "acme", "id": 9}, "suspended_at": null,
                     "permissions": {"contents": "write", "metadata": "read"}}
                    """)
            }
            if request.target.hasSuffix("/access_tokens"), request.body.contains("workflows"), number == 1 {
                return .error(422, "The permissions requested are not granted to this installation.")
            }
            if number == 4 { return .error(403, "Resource not accessible by integration") }
            return Self.answer(request, number)
        } test: { client, fake async throws in
            let repository = try await client.forRepository(.webShop, id: 42, installation: 7)
            let error = await #expect(throws: GitHubError.self) { try await repository.repository(.webShop) }
            #expect(error?.isPermissionRefusal == true)
            // Granted meanwhile.
            _ = try await repository.repository(.webShop)
            let received = await fake.received
            try #require(received.count > 5)
            let body: TokenRequest = try received[5].json()
            #expect(body.permissions?["workflows"] == "write")
            _ = try await repository.repository(.webShop)
            #expect(await fake.received.count == 8, "a token that holds everything is kept")
        }
    }

    @Test func aSuspendedInstallationIsSaidToBe() async throws {
        try await withApp { _, _ in
            .error(403, "This installation has been suspended")
        } test: { client, _ async throws in
            let error = await #expect(throws: GitHubError.self) {
                try await client.scoped(to: .installation(7)).repositories()
            }
            #expect(error?.code == .suspended)
            #expect(error?.isPermissionRefusal == true)
        }
    }
}

/// Holds whoever waits until it is opened.
actor Gate {
    private var isOpen = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func wait() async {
        guard !isOpen else { return }
        await withCheckedContinuation { waiting.append($0) }
    }

    func open() {
        isOpen = true
        for continuation in waiting { continuation.resume() }
        waiting = []
    }
}
