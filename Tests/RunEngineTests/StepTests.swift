import Foundation
import Storage
import Synchronization
import Testing

@testable import RunEngine

@Suite("Steps", .timeLimit(.minutes(1)))
struct StepTests {
    let harness: Harness
    let diary = Diary()

    init() async throws {
        harness = try await Harness()
    }

    @Test("a run goes from step to step and ends with its outcome")
    func happy() async throws {
        let engine = harness.engine([
            Scripted { [diary] context in
                let input = try context.input(as: [String: String].self)
                let sum = try await context.step("add") { attempt in attempt + 41 }
                try await context.step("tell") { _ in diary.write("\(input["key"] ?? "") \(sum)") }
            }
        ])
        let run = try await harness.enqueue("push:1")
        let ended = try await harness.running(engine) { try await harness.until(run, is: .done) }
        #expect(diary.lines == ["push:1 42"])
        #expect(ended.outcome == "done")
        #expect(ended.attempts == 1)
        #expect(try await harness.steps(run)["add"]?.result == "42")
    }

    @Test("after an interruption only what was not recorded is executed")
    func resume() async throws {
        let latch = Latch()
        let script = Scripted { [diary] context in
            let token = try await context.token("token")
            let date = context.recordedNow
            diary.write("\(token) \(Int(date.timeIntervalSince1970))")
            try await context.step("first") { _ in diary.write("first") }
            try await context.step("second") { _ in
                diary.write("second")
                await latch.pass()
                try Task.checkCancellation()
            }
        }
        let run = try await harness.enqueue("push:1")
        try await harness.running(harness.engine([script], owner: "one")) { await latch.isEntered() }
        #expect(try await harness.find(run).state == .queued, "cancelled, the run goes back into the queue")
        harness.time.advance(.seconds(100))
        try await harness.running(harness.engine([script], owner: "two")) {
            await latch.isEntered()
            latch.open()
            try await harness.until(run, is: .done)
        }
        #expect(diary.lines == ["token-1 1767225600", "first", "second", "token-1 1767225600", "second"])
    }

    @Test("the time of the step before is the same when the run comes back, in branches too")
    func recordedTime() async throws {
        let latch = Latch()
        let harness = harness
        let script = Scripted { [diary] context in
            harness.time.advance(.seconds(1))
            try await context.step("first") { _ in }
            let parted = context.recordedNow
            let times = try await context.parallel(over: ["a", "b"], named: { $0 }) { _, context in
                let began = context.recordedNow
                harness.time.advance(.seconds(1))
                try await context.step("within") { _ in }
                return [began == parted, context.recordedNow > parted]
            }
            diary.write("\(Int(parted.timeIntervalSince1970)) \(try times.map { try $0.get() })")
            await latch.pass()
            try Task.checkCancellation()
        }
        let run = try await harness.enqueue("push:1")
        try await harness.running(harness.engine([script], owner: "one")) { await latch.isEntered() }
        harness.time.advance(.seconds(100))
        try await harness.running(harness.engine([script], owner: "two")) {
            latch.open()
            try await harness.until(run, is: .done)
        }
        let line = "1767225601 [[true, true], [true, true]]"
        #expect(diary.lines == [line, line])
    }

    @Test("after a crash the next process takes the run over at once; the old worker cannot write any more")
    func takeOver() async throws {
        let latch = Latch()
        let turn = Atomic<Int>(0)
        let script = Scripted { [diary] context in
            let number = turn.add(1, ordering: .relaxed).newValue
            try await context.step("effect") { _ in
                if number == 1 { await latch.pass() }
                diary.write("effect by \(number)")
            }
        }
        let run = try await harness.enqueue("push:1")
        try await harness.running(harness.engine([script], owner: "one")) {
            await latch.isEntered()
            try await harness.running(harness.engine([script], owner: "two")) {
                try await harness.until(run, is: .done)
            }
            let fence = try await harness.find(run).fence
            latch.open()
            #expect(fence == 2)
        }
        #expect(diary.lines.first == "effect by 2")
        #expect(try await harness.find(run).state == .done)
        #expect(try await harness.steps(run)["effect"]?.attempts == 1)
    }

    @Test("a failed attempt gives the turn back; the next one comes after the delay")
    func retry() async throws {
        let engine = harness.engine([
            Scripted { [diary] context in
                try await context.step("call") { attempt in
                    diary.write("attempt \(attempt)")
                    if attempt < 3 { throw Flaky() }
                }
            }
        ])
        let run = try await harness.enqueue("push:1")
        try await harness.running(engine) {
            let first = try await harness.until(run) { $0.state == .waiting && $0.attempts == 1 }
            #expect(first.waitsFor == "call: attempt 2 after: GitHub answered 502.")
            #expect(first.due == harness.time.now + 1)
            harness.time.advance(.seconds(1))
            let second = try await harness.until(run) { $0.state == .waiting && $0.attempts == 2 }
            #expect(second.due == harness.time.now + 2)
            harness.time.advance(.seconds(2))
            try await harness.until(run, is: .done)
        }
        #expect(diary.lines == ["attempt 1", "attempt 2", "attempt 3"])
    }

    @Test("advice is obeyed: not before the reset, not at all")
    func advice() async throws {
        let reset = harness.time.now + 3600
        let engine = harness.engine([
            Scripted("Limited") { context in
                try await context.step("call") { _ in throw Flaky(advice: .retry(notBefore: reset)) }
            },
            Scripted("Refused") { [diary] context in
                try await context.step("call") { _ in
                    diary.write("refused")
                    throw Flaky(advice: .terminal)
                }
            },
        ])
        let limited = try await harness.enqueue("a", project: "a", automation: "Limited")
        let refused = try await harness.enqueue("b", project: "b", automation: "Refused")
        try await harness.running(engine) {
            try await harness.until(limited, is: .waiting)
            try await harness.until(refused, is: .failed)
        }
        #expect(try await harness.find(limited).due == reset)
        #expect(try await harness.find(refused).outcome == "GitHub answered 502.")
        #expect(diary.lines == ["refused"])
    }

    @Test("a step that failed for good fails again when the run comes back, without being executed")
    func recordedFailure() async throws {
        let engine = harness.engine([
            Scripted { [diary] context in
                do {
                    try await context.step("call") { _ in
                        diary.write("call")
                        throw UserError(what: "No permission.", whatToDo: "Grant it.", code: "forbidden")
                    }
                } catch let error as UserError {
                    diary.write("caught \(error.code ?? "")")
                }
                _ = try await context.wait(
                    "later", for: "the clock", timeout: .seconds(10), checkEvery: .seconds(10)
                ) { () -> Int? in nil }
            }
        ])
        let run = try await harness.enqueue("push:1")
        try await harness.running(engine) {
            try await harness.until(run, is: .waiting)
            harness.time.advance(.seconds(10))
            try await harness.until(run, is: .done)
        }
        #expect(diary.lines == ["call", "caught forbidden", "caught forbidden"])
    }

    @Test("a failed run tells its failure, once, and keeps the sentence")
    func failure() async throws {
        let script = Scripted(
            onFailure: { [diary] error, context in
                try await context.step("tell") { attempt in
                    if attempt == 1 { throw Flaky() }
                    diary.write("told: \(error.what)")
                }
            },
            body: { [diary] context in
                try await context.step("call") { _ in
                    diary.write("call")
                    throw UserError(what: "The branch is protected.", whatToDo: "Allow Slipway to push.")
                }
            })
        let run = try await harness.enqueue("push:1")
        try await harness.running(harness.engine([script])) {
            try await harness.until(run, is: .waiting)
            harness.time.advance(.seconds(1))
            try await harness.until(run, is: .failed)
        }
        #expect(diary.lines == ["call", "told: The branch is protected."])
        #expect(try await harness.find(run).outcome == "The branch is protected. Allow Slipway to push.")
    }

    @Test("records and their journal entry are one transaction")
    func record() async throws {
        let project = ProjectRecord(
            id: "00000000-0000-5000-8000-000000000001", repository: 1, owner: "acme", ownerID: 7, name: "shop",
            isPrivate: false, branch: "main", template: "t", created: harness.time.now)
        let engine = harness.engine([
            Scripted { [diary] context in
                do {
                    try await context.record("refused") { tx in
                        try tx.projects.register(project, environments: [])
                        throw UserError(what: "On purpose.")
                    }
                } catch let error as UserError {
                    diary.write(error.what)
                }
                let isNew = try await context.record("project") { tx in
                    try tx.projects.register(project, environments: []).isNew
                }
                diary.write("new: \(isNew)")
            }
        ])
        let run = try await harness.enqueue("push:1")
        try await harness.running(engine) { try await harness.until(run, is: .done) }
        #expect(diary.lines == ["On purpose.", "new: true"])
    }

    @Test("the same step name twice is a mistake that is told")
    func duplicateName() async throws {
        let engine = harness.engine([
            Scripted { context in
                try await context.step("a") { _ in }
                try await context.step("a") { _ in }
            }
        ])
        let run = try await harness.enqueue("push:1")
        try await harness.running(engine) { try await harness.until(run, is: .failed) }
        #expect(try await harness.find(run).outcome?.contains("uses the step name \"a\" twice") == true)
    }

    @Test("an automation this version does not know fails with a sentence")
    func unknown() async throws {
        let run = try await harness.enqueue("push:1", automation: "Future")
        try await harness.running(harness.engine([])) { try await harness.until(run, is: .failed) }
        #expect(try await harness.find(run).outcome == "This version of Slipway does not know Future.")
    }
}
