import Foundation
import Storage
import Testing

@testable import RunEngine

@Suite("Runs that are parked", .timeLimit(.minutes(1)))
struct ParkTests {
    /// Somebody has to mend something.
    private struct Locked: RetryAdvising, UserExplaining {
        var notBefore: Date?
        var advice: RetryAdvice { .park(notBefore: notBefore) }
        var userError: UserError { UserError(what: "The door is locked.", whatToDo: "Unlock it.") }
    }

    @Test func neitherAttemptsNorTimeEndTheWaiting() {
        let start = Date(timeIntervalSince1970: 1_767_225_600)
        for policy in [RetryPolicy.once, .standard, .patient] {
            let next = policy.next(
                afterAttempt: 500, firstStarted: start, now: start + 1_000_000, advice: .park(), chance: 0)
            #expect(next == start + 1_000_015)
        }
        let told = RetryPolicy.standard.next(
            afterAttempt: 1, firstStarted: start, now: start, advice: .park(notBefore: start + 90), chance: 0)
        #expect(told == start + 90)
    }

    @Test func aParkedStepGoesOnAfterDaysAndHasAllItsAttemptsLeft() async throws {
        let harness = try await Harness()
        let diary = Diary()
        let policy = RetryPolicy(attempts: 2, timeLimit: .seconds(60))
        let engine = harness.engine([
            Scripted { context in
                try await context.step("enter", retry: policy) { attempt in
                    diary.write("\(attempt)")
                    // Refused twenty times, then a hiccup, then in.
                    if diary.lines.count <= 20 { throw Locked() }
                    if diary.lines.count == 21 { throw CocoaError(.fileReadUnknown) }
                }
            }
        ])
        let run = try await harness.enqueue("push:1")
        try await harness.running(engine) {
            for number in 1...21 {
                try await harness.until(run) { $0.state == .waiting && diary.lines.count == number }
                let waits = try await harness.find(run).waitsFor
                if number == 1 { #expect(waits?.contains("The door is locked.") == true) }
                harness.time.advance(.seconds(86_400))
            }
            try await harness.until(run, is: .done)
        }
        #expect(diary.lines == Array(repeating: "1", count: 21) + ["2"])
    }
}
