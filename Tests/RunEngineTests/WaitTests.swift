import Foundation
import Storage
import Synchronization
import Testing

@testable import RunEngine

@Suite("Waiting", .timeLimit(.minutes(1)))
struct WaitTests {
    let harness: Harness
    let diary = Diary()

    init() async throws {
        harness = try await Harness()
    }

    private func waiting(
        timeout: Duration = .seconds(60), check: @escaping @Sendable () async throws -> String?
    ) -> Scripted {
        Scripted { [diary] context in
            let result = try await context.wait(
                "ready", for: "Flux to fetch 3f2a1bc", timeout: timeout, checkEvery: .seconds(10),
                wakeOn: ["flux:a"], check: check)
            switch result {
            case .met(let value): diary.write("met \(value)")
            case .timedOut: diary.write("timed out")
            }
        }
    }

    @Test("a wake makes it look at once")
    func wake() async throws {
        let isReady = Atomic<Bool>(false)
        let engine = harness.engine([waiting { isReady.load(ordering: .relaxed) ? "yes" : nil }])
        let run = try await harness.enqueue("push:1")
        try await harness.running(engine) {
            let waits = try await harness.until(run, is: .waiting)
            #expect(waits.waitsFor == "Flux to fetch 3f2a1bc")
            #expect(waits.due == harness.time.now + 10)
            isReady.store(true, ordering: .relaxed)
            try await engine.wake("flux:b")
            #expect(try await harness.find(run).state == .waiting)
            try await engine.wake("flux:a")
            try await harness.until(run, is: .done)
        }
        #expect(diary.lines == ["met yes"])
    }

    @Test("without a wake it looks at every interval")
    func interval() async throws {
        let looks = Atomic<Int>(0)
        let engine = harness.engine([
            waiting { looks.add(1, ordering: .relaxed).newValue == 3 ? "third" : nil }
        ])
        let run = try await harness.enqueue("push:1")
        try await harness.running(engine) {
            try await harness.until(run) { $0.state == .waiting && $0.attempts == 1 }
            harness.time.advance(.seconds(10))
            try await harness.until(run) { $0.state == .waiting && $0.attempts == 2 }
            harness.time.advance(.seconds(10))
            try await harness.until(run, is: .done)
        }
        #expect(diary.lines == ["met third"])
    }

    @Test("the time limit counts from the first look, and its end can be handled")
    func timeout() async throws {
        let run = try await harness.enqueue("push:1")
        try await harness.running(harness.engine([waiting(timeout: .seconds(15)) { nil }], owner: "one")) {
            try await harness.until(run) { $0.state == .waiting && $0.attempts == 1 }
        }
        harness.time.advance(.seconds(10))
        try await harness.running(harness.engine([waiting(timeout: .seconds(15)) { nil }], owner: "two")) {
            let waits = try await harness.until(run) { $0.state == .waiting && $0.attempts == 2 }
            #expect(waits.due == harness.time.now + 5)
            harness.time.advance(.seconds(5))
            try await harness.until(run, is: .done)
        }
        #expect(diary.lines == ["timed out"])
    }

    @Test("a wake that arrives while it looks is not lost")
    func lostWake() async throws {
        let latch = Latch()
        let looks = Atomic<Int>(0)
        let engine = harness.engine([
            waiting {
                guard looks.add(1, ordering: .relaxed).newValue == 1 else { return "second look" }
                await latch.pass()
                return nil
            }
        ])
        let run = try await harness.enqueue("push:1")
        try await harness.running(engine) {
            await latch.isEntered()
            try await engine.wake("flux:a")
            latch.open()
            try await harness.until(run, is: .done)
        }
        #expect(diary.lines == ["met second look"])
    }

    @Test("a look that fails counts as not yet; one that cannot mend itself ends the wait")
    func failingLook() async throws {
        let looks = Atomic<Int>(0)
        let engine = harness.engine([
            waiting {
                switch looks.add(1, ordering: .relaxed).newValue {
                case 1: throw Flaky()
                default: throw UserError(what: "The object is gone.")
                }
            }
        ])
        let run = try await harness.enqueue("push:1")
        try await harness.running(engine) {
            try await harness.until(run, is: .waiting)
            harness.time.advance(.seconds(1))
            try await harness.until(run, is: .failed)
        }
        #expect(try await harness.find(run).outcome == "The object is gone.")
    }

    @Test("a suspension swallowed by the automation still suspends, and nothing after it begins")
    func swallowed() async throws {
        let engine = harness.engine([
            Scripted { [diary] context in
                let value = try? await context.wait(
                    "ready", for: "Flux", timeout: .seconds(60), checkEvery: .seconds(10)
                ) { context.run.attempts == 1 ? nil : "ready" }
                try? await context.step("after") { _ in diary.write("after \(value?.value ?? "nothing")") }
            }
        ])
        let run = try await harness.enqueue("push:1")
        try await harness.running(engine) {
            try await harness.until(run, is: .waiting)
            #expect(diary.lines.isEmpty)
            harness.time.advance(.seconds(10))
            try await harness.until(run, is: .done)
        }
        #expect(diary.lines == ["after ready"])
    }

    @Test("two thousand waiting runs hold no worker, and one wake reaches one of them")
    func thousands() async throws {
        let now = harness.time.now
        let script = waiting { "awake" }
        try await harness.database.write { tx in
            for number in 1...2_000 {
                let project = "project-\(number)"
                let new = try NewRun(automation: script.name, key: "run:\(number)", project: project, input: number)
                try tx.runs.enqueue(new, at: now)
            }
            for run in try tx.runs.claim(owner: "before", limit: 2_000, leaseUntil: now + 30, now: now) {
                let journal = tx.journal(RunClaim(run: run.id, owner: "before", fence: run.fence))
                try journal.record(StepRecord(run: run.id, name: "ready", started: now, deadline: now + 3600))
                try journal.listen("ready", to: ["flux:\(run.project)"])
                try journal.suspend(until: now + 3600, waitsFor: "Flux", now: now)
            }
        }
        let engine = harness.engine([script], workers: 2)
        try await harness.running(engine) {
            let push = try await harness.enqueue("push:new", project: "project-1")
            try await harness.until(push, is: .done)
            try await engine.wake("flux:project-77")
            let woken = try #require(try await harness.database.read { try $0.runs.find(key: "run:77") })
            try await harness.until(woken.id, is: .done)
            #expect(try await harness.database.read { try $0.runs.counts()[.waiting] } == 1_999)
        }
        #expect(engine.executing == 0)
    }
}
