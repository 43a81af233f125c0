import Foundation
import Testing

@testable import RunEngine

@Suite("Retry policy")
struct RetryPolicyTests {
    let start = Date(timeIntervalSince1970: 1_767_225_600)

    @Test("delays double up to the longest; chance takes at most its share")
    func delays() {
        let policy = RetryPolicy(attempts: 8, firstDelay: .seconds(1), longestDelay: .seconds(60), jitter: 0.5)
        #expect(
            (1...8).map { policy.delay(afterAttempt: $0, chance: 0) }
                == [1, 2, 4, 8, 16, 32, 60, 60].map(Duration.seconds))
        #expect(policy.delay(afterAttempt: 3, chance: 1) == .seconds(2))
    }

    @Test("attempts are counted, time limits kept, advice obeyed")
    func next() {
        func next(_ policy: RetryPolicy, _ attempt: Int, after: Double = 0, _ advice: RetryAdvice = .retry()) -> Double?
        {
            policy.next(
                afterAttempt: attempt, firstStarted: start, now: start + after, advice: advice, chance: 0
            ).map { $0.timeIntervalSince(start) }
        }
        #expect(next(.standard, 7) == 60)
        #expect(next(.standard, 8) == nil)
        #expect(next(.once, 1) == nil)
        #expect(next(.standard, 1, .terminal) == nil)
        #expect(next(.standard, 1, .retry(notBefore: start + 900)) == 900)
        #expect(next(.standard, 1, .retry(notBefore: start - 900)) == 1)
        #expect(next(.patient, 50, after: 3500) == 3560)
        #expect(next(.patient, 50, after: 3541) == nil)
    }
}
