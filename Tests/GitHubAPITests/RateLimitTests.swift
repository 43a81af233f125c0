import Foundation
import GitHubAPI
import Testing

@Suite("Rate limits")
struct RateLimitTests {
    static let start = 1_795_219_200

    static func until(_ seconds: Int) -> GitHubError.Code {
        .rateLimited(until: Date(timeIntervalSince1970: TimeInterval(start + seconds)))
    }

    /// The code of the error that a call ends with.
    func code(_ client: GitHubClient) async -> GitHubError.Code? {
        await code { _ = try await client.repository(.webShop) }
    }

    func code(_ call: @Sendable () async throws -> Void) async -> GitHubError.Code? {
        do {
            try await call()
            return nil
        } catch {
            return (error as? GitHubError)?.code
        }
    }

    /// Calls once, then once more shortly before and once at the end of the wait; only the first and last reach GitHub.
    func check(_ answer: Answer, waits seconds: Int) async throws {
        let clock = TestClock(TimeInterval(Self.start))
        try await FakeGitHub.run(clock: clock) { _, number in
            number == 1 ? answer : .json(Payloads.repository())
        } test: { client, fake async throws in
            #expect(await code(client) == Self.until(seconds))
            clock.advance(by: TimeInterval(seconds) - 0.5)
            #expect(await code(client) == Self.until(seconds))
            #expect(await fake.received.count == 1)
            clock.advance(by: 0.5)
            #expect(await code(client) == nil)
            #expect(await fake.received.count == 2)
        }
    }

    @Test(arguments: [403, 429])
    func aSpentPrimaryLimitLastsUntilItsReset(_ status: Int) async throws {
        let headers = ["x-ratelimit-remaining": "0", "x-ratelimit-reset": String(Self.start + 900)]
        try await check(.error(status, "API rate limit exceeded", headers: headers), waits: 900)
    }

    @Test(arguments: [403, 429])
    func aSecondaryLimitLastsAsLongAsGitHubSays(_ status: Int) async throws {
        let message = "You have exceeded a secondary rate limit."
        try await check(.error(status, message, headers: ["retry-after": "17"]), waits: 17)
        try await check(.error(status, message, headers: ["x-ratelimit-remaining": "4000"]), waits: 60)
    }

    /// The machine's clock was put an hour ahead while the program was away.
    @Test func aLimitFromBeforeARestartIsKeptByGitHubsTime() async throws {
        let limit = Date().addingTimeInterval(600)
        let clock = TestClock(Date().timeIntervalSince1970 + 3_600)
        try await FakeGitHub.run(clock: clock, memory: LimitMemory(known: ["token": limit])) { _, _ in
            .json(Payloads.repository())
        } test: { client, fake async throws in
            guard case .rateLimited(let until) = await code(client) else { return #expect(Bool(false), "it called") }
            #expect(abs(until.timeIntervalSince(limit) - 3_600) < 600, "in this machine's time")
            #expect(await fake.targets.map { $0.hasSuffix("/rate_limit") } == [true])
            #expect(await fake.received[0].authorization == nil)
            clock.advance(by: 1_300)
            #expect(await code(client) == nil)
            #expect(await fake.targets.count == 2)
        }
    }

    /// The machine's clock is an hour behind or ahead, and nothing has told so yet.
    @Test(arguments: [-3_600.0, 3_600])
    func aLimitIsKeptByGitHubsTime(_ skew: TimeInterval) async throws {
        let clock = TestClock(Date().timeIntervalSince1970 + skew)
        let reset = Int(Date().timeIntervalSince1970) + 600
        try await FakeGitHub.run(clock: clock) { _, number in
            number > 1
                ? .json(Payloads.repository())
                : .error(
                    403, "API rate limit exceeded",
                    headers: ["x-ratelimit-remaining": "0", "x-ratelimit-reset": String(reset)])
        } test: { client, fake async throws in
            _ = await code(client)
            clock.advance(by: 300)
            guard case .rateLimited(let until) = await code(client) else { return #expect(Bool(false), "it called") }
            #expect(abs(until.timeIntervalSince1970 - skew - TimeInterval(reset)) < 600, "in this machine's time")
            clock.advance(by: 1_000)
            #expect(await code(client) == nil)
            #expect(await fake.targets.count == 2)
        }
    }

    @Test func aResetFarAwayIsNotBelieved() async throws {
        let headers = ["x-ratelimit-remaining": "0", "x-ratelimit-reset": String(Self.start + 1_000_000)]
        try await check(.error(403, "API rate limit exceeded", headers: headers), waits: 3_660)
    }

    @Test func secondaryLimitsInARowWaitLongerEachTime() async throws {
        let clock = TestClock(TimeInterval(Self.start))
        try await FakeGitHub.run(clock: clock) { _, number in
            number == 3 ? .json(Payloads.repository()) : .error(403, "You have exceeded a secondary rate limit")
        } test: { client, fake async throws in
            #expect(await code(client) == Self.until(60))
            clock.advance(by: 60)
            #expect(await code(client) == Self.until(60 + 120))
            clock.advance(by: 120)
            #expect(await code(client) == nil)
            #expect(await code(client) == Self.until(180 + 60))
        }
    }

    @Test func theLastRequestOfTheHourIsTheLast() async throws {
        let clock = TestClock(TimeInterval(Self.start))
        try await FakeGitHub.run(clock: clock) { _, _ in
            Answer(
                headers: ["x-ratelimit-remaining": "0", "x-ratelimit-reset": String(Self.start + 30)],
                body: Payloads.repository())
        } test: { client, fake async throws in
            #expect(await code(client) == nil)
            #expect(await code(client) == Self.until(30))
            #expect(await fake.received.count == 1)
        }
    }

    @Test func anotherResourcesLimitStopsNothing() async throws {
        try await FakeGitHub.run { _, _ in
            let reset = String(Self.start + 30)
            return Answer(
                headers: [
                    "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset, "x-ratelimit-resource": "search",
                ], body: Payloads.repository())
        } test: { client, _ async throws in
            #expect(await code(client) == nil)
            #expect(await code(client) == nil)
        }
    }

    @Test func oneInstallationsLimitStopsNoOther() async throws {
        let app = try await GitHubApp(id: "1", privateKey: TestKey.pkcs1)
        let clock = TestClock(TimeInterval(Self.start))
        try await FakeGitHub.run(credential: .app(app), clock: clock) { request, number in
            if request.target.contains("/installations/") {
                let token = request.target.contains("/7/") ? "seven" : "eight"
                return .json(#"{"token": "\#(token)", "expires_at": "2026-11-21T01:00:00Z"}"#)
            }
            return request.authorization == "Bearer seven"
                ? .error(429, "slow down", headers: ["retry-after": "5"]) : .json(Payloads.repository())
        } test: { client, _ async throws in
            #expect(await code(client.scoped(to: .installation(7))) == Self.until(5))
            #expect(
                await code(client.scoped(to: .repositories(installation: 7, ids: [1], permissions: .fetch)))
                    == Self.until(5))
            #expect(await code(client.scoped(to: .installation(8))) == nil)
        }
    }

    @Test func theErrorSaysUntilWhen() async throws {
        try await FakeGitHub.run(clock: TestClock(TimeInterval(Self.start))) { _, _ in
            .error(429, "slow down", headers: ["retry-after": "30"])
        } test: { client, _ async throws in
            let error = try #require(await #expect(throws: GitHubError.self) { try await client.repository(.webShop) })
            #expect(error.isRetryable)
            #expect(error.retryAfter(now: Date(timeIntervalSince1970: TimeInterval(Self.start + 10))) == 20)
            #expect(error.whatHappened == "GitHub allows no more requests until 00:00:30 UTC.")
        }
    }

    @Test func aLimitOutlastsTheDiscoveryThatTheClockIsWrong() async throws {
        let app = try await GitHubApp(id: "1", privateKey: TestKey.pkcs1)
        let (arrived, gate) = (Gate(), Gate())
        try await FakeGitHub.run(credential: .app(app), clock: TestClock(TimeInterval(Self.start))) { request, _ in
            if request.target.hasSuffix("/app") { return .error(429, "slow down", headers: ["retry-after": "27"]) }
            await arrived.open()
            await gate.wait()
            return .error(401, "'Issued at' is an hour old", headers: ["date": "Sat, 21 Nov 2026 01:00:00 GMT"])
        } test: { client, fake async throws in
            async let lookUp = code { _ = try await client.forRepository(.webShop, id: 42, installation: nil) }
            await arrived.wait()
            #expect(await code { _ = try await client.app() } == Self.until(27))
            await gate.open()
            #expect(await lookUp == Self.until(27))
            #expect(await fake.received.count == 2)
        }
    }
}
