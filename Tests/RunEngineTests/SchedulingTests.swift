import Foundation
import Storage
import Synchronization
import Testing

@testable import RunEngine

@Suite("Scheduling", .timeLimit(.minutes(1)))
struct SchedulingTests {
    let harness: Harness
    let diary = Diary()

    init() async throws {
        harness = try await Harness()
    }

    @Test("the runs of a project go one after the other, oldest first")
    func order() async throws {
        let executing = Atomic<Int>(0)
        let engine = harness.engine([
            Scripted { [diary] context in
                try await context.step("work") { _ in
                    let number = executing.add(1, ordering: .sequentiallyConsistent).newValue
                    for _ in 0..<20 { await Task.yield() }
                    diary.write("\(context.run.key) \(number)")
                    executing.subtract(1, ordering: .sequentiallyConsistent)
                }
            }
        ])
        var last: Int64 = 0
        for key in ["a", "b", "c", "d"] { last = try await harness.enqueue(key) }
        try await harness.running(engine) { [last] in try await harness.until(last, is: .done) }
        #expect(diary.lines == ["a 1", "b 1", "c 1", "d 1"])
    }

    @Test("projects go side by side")
    func sideBySide() async throws {
        let latches = ["a": Latch(), "b": Latch()]
        let engine = harness.engine([
            Scripted { context in
                try await context.step("work") { _ in await latches[context.project]?.pass() }
            }
        ])
        let a = try await harness.enqueue("a", project: "a")
        let b = try await harness.enqueue("b", project: "b")
        try await harness.running(engine) {
            for latch in latches.values { await latch.isEntered() }
            #expect(engine.executing == 2)
            for latch in latches.values { latch.open() }
            try await harness.until(a, is: .done)
            try await harness.until(b, is: .done)
        }
    }

    @Test("no more runs execute than there are workers; the next begins when one ends")
    func bounded() async throws {
        let latches = Dictionary(uniqueKeysWithValues: ["a", "b", "c"].map { ($0, Latch()) })
        let engine = harness.engine(
            [
                Scripted { context in
                    try await context.step("work") { _ in await latches[context.project]?.pass() }
                }
            ], workers: 2)
        let a = try await harness.enqueue("a", project: "a")
        let b = try await harness.enqueue("b", project: "b")
        let c = try await harness.enqueue("c", project: "c")
        try await harness.running(engine) {
            await latches["a"]?.isEntered()
            await latches["b"]?.isEntered()
            #expect(engine.executing == 2)
            let third = try await harness.find(c)
            #expect(third.state == .queued)
            latches["a"]?.open()
            await latches["c"]?.isEntered()
            latches["b"]?.open()
            latches["c"]?.open()
            for run in [a, b, c] { try await harness.until(run, is: .done) }
        }
    }

    @Test("a push is not stuck behind a run that waits")
    func notStuck() async throws {
        let engine = harness.engine([
            Scripted("Slow") { context in
                _ = try await context.wait(
                    "rollout", for: "pods", timeout: .seconds(600), checkEvery: .seconds(600)
                ) { () -> Int? in nil }
            },
            Scripted { _ in },
        ])
        let slow = try await harness.enqueue("deploy", automation: "Slow")
        try await harness.running(engine) {
            try await harness.until(slow, is: .waiting)
            let push = try await harness.enqueue("push")
            try await harness.until(push, is: .done)
        }
        #expect(try await harness.find(slow).state == .waiting)
    }

    @Test("graceful shutdown: the executing step finishes, nothing new begins, the run goes on later")
    func shutdown() async throws {
        let latch = Latch()
        let script = Scripted { [diary] context in
            try await context.step("first") { _ in
                await latch.pass()
                diary.write("first")
            }
            try await context.step("second") { _ in diary.write("second") }
        }
        let engine = harness.engine([script], owner: "one")
        let run = try await harness.enqueue("push:1")
        let serving = Task { try await engine.run() }
        await latch.isEntered()
        engine.stop()
        latch.open()
        try await serving.value
        #expect(diary.lines == ["first"])
        #expect(try await harness.find(run).state == .queued)
        try await harness.running(harness.engine([script], owner: "two")) {
            try await harness.until(run, is: .done)
        }
        #expect(diary.lines == ["first", "second"])
    }

    @Test("leases are renewed while a step executes; a lost one cancels the step")
    func leases() async throws {
        let latch = Latch()
        let engine = harness.engine([
            Scripted { [diary] context in
                try await context.step("long") { _ in
                    await latch.pass()
                    diary.write(Task.isCancelled ? "cancelled" : "went on")
                }
            }
        ])
        let run = try await harness.enqueue("push:1")
        try await harness.running(engine) {
            await latch.isEntered()
            let before = try #require(try await harness.find(run).leaseUntil)
            harness.time.advance(.seconds(10))
            try await engine.renewOnce()
            #expect(try await harness.find(run).leaseUntil == before + 10)
            let now = harness.time.now
            try await harness.database.write { try $0.runs.end(run, .cancelled, reason: "by hand", at: now) }
            try await engine.renewOnce()
            try await untilIdle(engine)
        }
        #expect(diary.lines == ["cancelled"])
        #expect(try await harness.find(run).state == .cancelled)
    }

    @Test("the observer hears of turns and steps")
    func observer() async throws {
        let engine = harness.engine(
            [
                Scripted { context in
                    try await context.step("call") { attempt in if attempt == 1 { throw Flaky() } }
                }
            ], observer: Listener(diary: diary))
        let run = try await harness.enqueue("push:1")
        try await harness.running(engine) {
            try await harness.until(run, is: .waiting)
            harness.time.advance(.seconds(1))
            try await harness.until(run, is: .done)
            try await untilIdle(engine)
        }
        #expect(
            diary.lines == [
                "turn", "call 1: GitHub answered 502.", "waiting", "turn", "call 2: fine", "done",
            ])
    }

    private func untilIdle(_ engine: RunEngine) async throws {
        while engine.executing > 0 {
            try Task.checkCancellation()
            await Task.yield()
        }
    }
}

private struct Listener: RunObserver {
    let diary: Diary
    func turnBegan(_ run: RunRecord) { diary.write("turn") }
    func turnEnded(_ run: RunRecord, state: RunState, outcome: String?, after duration: Duration) {
        diary.write(state.rawValue)
    }
    func stepEnded(_ step: String, of run: RunRecord, attempt: Int, after duration: Duration, error: UserError?) {
        diary.write("\(step) \(attempt): \(error?.what ?? "fine")")
    }
}
