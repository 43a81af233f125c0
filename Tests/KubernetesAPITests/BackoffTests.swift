import Testing

@testable import KubernetesAPI

@Suite struct BackoffTests {
    @Test func doublesUpToTheLimitAndJitterShortensIt() {
        let backoff = Backoff(first: .milliseconds(200), limit: .seconds(1))
        #expect((1...5).map { backoff.delay(attempt: $0, jitter: 0) } == [0.2, 0.4, 0.8, 1, 1].map { .seconds($0) })
        #expect(backoff.delay(attempt: 500, jitter: 0) == .seconds(1))
        #expect(backoff.delay(attempt: 1, jitter: 0.5) == .milliseconds(150))
    }
}
