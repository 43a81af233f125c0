import Foundation
import Storage
import Testing

@testable import RunEngine

/// A run that the process does not survive must not be taken up for ever.
@Suite("Deadly runs", .timeLimit(.minutes(1)))
struct DeadlyRunTests {
    let harness: Harness
    let diary = Diary()

    init() async throws {
        harness = try await Harness()
    }

    private var engine: RunEngine {
        harness.engine([
            Scripted(
                onFailure: { [diary] error, context in
                    try await context.step("tell") { _ in diary.write(error.code ?? "") }
                },
                body: { [diary] context in try await context.step("work") { _ in diary.write("work") } })
        ])
    }

    /// The process claims the run and dies.
    private func die(_ times: Int) async throws {
        let (now, lease) = (harness.time.now, harness.time.now.addingTimeInterval(30))
        for number in 0..<times {
            try await harness.database.write { tx in
                _ = try tx.runs.claim(owner: "dead \(number)", limit: 1, leaseUntil: lease, now: now)
                try tx.runs.takeOverAll(now: now)
            }
        }
    }

    @Test("after five deaths in a row it fails with an explanation, and is not executed again")
    func givenUp() async throws {
        let run = try await harness.enqueue("push:1")
        try await die(5)
        try await harness.running(engine) { try await harness.until(run, is: .failed) }
        #expect(diary.lines == ["engine.deadlyRun"])
        #expect(try await harness.find(run).outcome?.hasPrefix("Slipway itself ended 5 times in a row") == true)
    }

    @Test("four deaths are survived")
    func survived() async throws {
        let run = try await harness.enqueue("push:1")
        try await die(4)
        try await harness.running(engine) { try await harness.until(run, is: .done) }
        #expect(diary.lines == ["work"])
    }

    @Test("when telling the failure is deadly too, it fails without telling")
    func evenTheTelling() async throws {
        let run = try await harness.enqueue("push:1")
        try await die(5)
        let (now, lease) = (harness.time.now, harness.time.now.addingTimeInterval(30))
        let failure = StepRecord(
            run: run, name: StepRecord.whyItFailed, result: try JournalValue.encode(UserError(what: "It ended.")),
            started: now, finished: now)
        try await harness.database.write { tx in
            _ = try tx.runs.claim(owner: "dead", limit: 1, leaseUntil: lease, now: now)
            let fence = try tx.runs.find(run)?.fence ?? 0
            try tx.journal(RunClaim(run: run, owner: "dead", fence: fence)).record(failure)
            try tx.runs.takeOverAll(now: now)
        }
        try await die(4)
        try await harness.running(engine) { try await harness.until(run, is: .failed) }
        #expect(diary.lines == [])
        #expect(try await harness.find(run).outcome == "It ended.")
    }

    @Test("a replay executes a failed run again: what was done stays done, what failed is tried again")
    func replayed() async throws {
        let delivery = ReceivedDelivery(guid: "g", event: "push", body: Data(), received: harness.time.now)
        let now = harness.time.now
        let script = Scripted { [diary] context in
            try await context.step("first") { _ in diary.write("first") }
            try await context.step("second", retry: .once) { _ in
                diary.write("second")
                if diary.count("second") == 1 { throw Flaky(advice: .terminal) }
            }
        }
        let run = try await harness.enqueue("push:1")
        try await harness.database.write { tx in
            _ = try tx.deliveries.append(delivery)
            try tx.deliveries.finish("g", .done, runs: [run], at: now)
        }
        try await harness.running(harness.engine([script])) {
            try await harness.until(run, is: .failed)
            try await harness.database.write { try $0.deliveries.replay("g", at: now) }
            try await harness.until(run, is: .done)
        }
        #expect(diary.lines == ["first", "second", "second"])
    }
}
