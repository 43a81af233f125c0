import Foundation
import GRDB
import Synchronization
import Testing

@testable import RunEngine
@testable import Storage

/// A database that cannot be written says nothing about the run: it goes on when the database does.
@Suite("Outages of the database", .timeLimit(.minutes(1)))
struct OutageTests {
    let harness: Harness
    let diary = Diary()

    init() async throws {
        harness = try await Harness()
    }

    @Test("the disk is full when the effect has landed: the step is executed again, as its first attempt")
    func fullAfterTheEffect() async throws {
        let outage = try await Outage("BEFORE INSERT ON step", on: harness.database)
        let engine = harness.engine([
            Scripted { [diary] context in
                let result: String = try await context.step("effect") { attempt in
                    diary.write("attempt \(attempt)")
                    return "done"
                }
                diary.write(result)
            }
        ])
        try await outlast(outage, with: engine, steps: "effect")
        #expect(diary.count("attempt 1") == Self.turns + 1)
        #expect(diary.count("done") == 1)
        #expect(diary.lines.count == Self.turns + 2)
    }

    @Test("a transaction of records that meets an outage is no failed attempt, however often")
    func records() async throws {
        let outage = try await Outage("BEFORE INSERT ON step", on: harness.database)
        let engine = harness.engine([Scripted { try await $0.record("note") { _ in } }])
        try await outlast(outage, with: engine, steps: "note")
    }

    @Test("a step that asks the database itself is not to blame for its outage")
    func insideAStep() async throws {
        let outage = try await Outage("BEFORE INSERT ON probe", on: harness.database)
        let database = harness.database
        let now = harness.time.now
        let engine = harness.engine([
            Scripted { try await $0.step("ask") { _ in try await database.check(at: now) } }
        ])
        try await outlast(outage, with: engine, steps: "ask")
    }

    @Test("leases that cannot be prolonged: who executes the run still does, and nobody begins it anew")
    func leases() async throws {
        let outage = try await Outage(
            "BEFORE UPDATE ON main.run WHEN OLD.state = 'running' AND NEW.state = 'running'", on: harness.database)
        let latch = Latch()
        let engine = harness.engine([
            Scripted("Long") { [diary] context in
                try await context.step("long") { _ in
                    diary.write("began")
                    await latch.pass()
                }
            },
            Scripted { _ in },
        ])
        let long = try await harness.enqueue("push:1", project: "long", automation: "Long")
        try await harness.running(engine) {
            await latch.isEntered()
            harness.time.advance(.seconds(300))
            try await harness.until(try await harness.enqueue("push:2"), is: .done)
            try await harness.until(try await harness.enqueue("push:3"), is: .done)
            outage.end()
            latch.open()
            try await harness.until(long, is: .done)
        }
        #expect(diary.lines == ["began"])
        #expect(try await harness.find(long).attempts == 1)
    }

    /// More than a step's attempts.
    private static let turns = 12

    /// Gives a run turns during the outage, and one after it, in which it finishes.
    private func outlast(_ outage: Outage, with engine: RunEngine, steps: String...) async throws {
        let run = try await harness.enqueue("push:1")
        try await harness.running(engine) {
            for turn in 1...Self.turns {
                try await harness.until(run) { $0.attempts == turn && $0.state == .waiting }
                #expect(try await harness.steps(run).isEmpty)
                if turn == Self.turns { outage.end() }
                harness.time.advance(.seconds(5))
            }
            try await harness.until(run, is: .done)
        }
        let journal = try await harness.steps(run)
        #expect(steps.allSatisfy { journal[$0]?.attempts == 1 })
    }
}
