import Foundation
import GitHubAPI
import Redaction
import Synchronization
import Testing

@Suite("A credential that GitHub refuses")
struct RefusalTests {
    private static let name = RepositoryName("acme/web-shop")

    @Test func isTriedOnceInAWhileAndNotByEveryCall() async throws {
        let clock = TestClock()
        let isRevoked = Mutex(true)
        try await FakeGitHub.run(clock: clock) { _, _ in
            isRevoked.withLock { $0 } ? .error(401, "Bad credentials") : .json(#"{"login": "ada"}"#)
        } test: { client, github in
            for _ in 1...20 {
                let error = await #expect(throws: GitHubError.self) { try await client.tokenStanding() }
                #expect(error?.code == .unauthorized)
                #expect(error?.retryNotBefore == clock.now.addingTimeInterval(15))
            }
            #expect(await github.received.count == 1)
            clock.advance(by: 15)
            for _ in 1...5 { _ = try? await client.tokenStanding() }
            #expect(await github.received.count == 2)
            #expect(Array(client.refusedAccounts.keys) == ["token"])
            isRevoked.withLock { $0 = false }
            clock.advance(by: 15)
            for _ in 1...5 { _ = try await client.tokenStanding() }
            #expect(await github.received.count == 7)
            #expect(client.refusedAccounts.isEmpty)
        }
    }

    @Test func aCheckIsAlwaysSentAndEndsTheWaitingOfOthers() async throws {
        let isRevoked = Mutex(true)
        try await FakeGitHub.run { _, _ in
            isRevoked.withLock { $0 } ? .error(401, "Bad credentials") : .json(#"{"login": "ada"}"#)
        } test: { client, github in
            _ = try? await client.tokenStanding()
            await #expect(throws: GitHubError.self) { try await client.checkCredential() }
            #expect(await github.received.count == 2)
            isRevoked.withLock { $0 = false }
            try await client.checkCredential()
            #expect(try await client.tokenStanding().login == "ada")
        }
    }
}
