import Foundation
import RunEngine
import Storage
import Testing

@Suite("Backpressure", .timeLimit(.minutes(2)))
struct BackpressureTests {
    let harness: Harness
    let diary = Diary()

    init() async throws {
        harness = try await Harness()
    }

    @Test("a project with a thousand runs whose steps hang holds one worker; a new project has all the others")
    func stuckProject() async throws {
        let latch = Latch()
        let engine = harness.engine(
            [
                Scripted { context in
                    try await context.step("call") { _ in if context.project == "stuck" { await latch.pass() } }
                }
            ], workers: 2)
        try await enqueue(1_000, of: "stuck")
        try await harness.running(engine) {
            await latch.isEntered()
            for number in 1...20 {
                let run = try await harness.enqueue("new \(number)", project: "new \(number)")
                try await harness.until(run, is: .done)
            }
            // The last of the others is recorded as done a moment before its worker is free.
            while engine.executing > 1 { await Task.yield() }
            #expect(engine.executing == 1)
            latch.open()
        }
    }

    @Test("runs that wait for a rate limit an hour away hold no worker, and none calls before it")
    func rateLimited() async throws {
        let reset = harness.time.now + 3_600
        let engine = harness.engine(
            [
                Scripted { [harness, diary] context in
                    try await context.step("call", retry: .standard) { _ in
                        diary.write(context.project)
                        guard context.project.hasPrefix("limited"), harness.time.now < reset else { return }
                        throw Flaky(advice: .retry(notBefore: reset))
                    }
                }
            ], workers: 4)
        var limited: [Int64] = []
        for number in 1...40 {
            limited.append(try await harness.enqueue("limited \(number)", project: "limited \(number)"))
        }
        try await harness.running(engine) { [limited] in
            for run in limited { #expect(try await harness.until(run, is: .waiting).due == reset) }
            for number in 1...40 {
                let run = try await harness.enqueue("free \(number)", project: "free \(number)")
                try await harness.until(run, is: .done)
            }
            harness.time.advance(.seconds(3_599))
            let run = try await harness.enqueue("free at last", project: "free at last")
            try await harness.until(run, is: .done)
            #expect(limited.indices.allSatisfy { diary.count("limited \($0 + 1)") == 1 })
            harness.time.advance(.seconds(1))
            for run in limited { try await harness.until(run, is: .done) }
        }
        #expect(limited.indices.allSatisfy { diary.count("limited \($0 + 1)") == 2 })
    }

    @Test("when work comes faster than it is done, the runs of each project stay in order")
    func order() async throws {
        let engine = harness.engine(
            [
                Scripted { [diary] context in
                    try await context.step("work") { _ in
                        await Task.yield()
                        diary.write("\(context.project) \(context.run.id)")
                    }
                }
            ], workers: 4)
        let projects = (1...8).map { "p\($0)" }
        for project in projects { try await enqueue(50, of: project) }
        let last = try await harness.enqueue("last", project: projects[7])
        try await harness.running(engine) {
            try await harness.until(last, is: .done)
            for await _ in harness.database.changes(in: .runs) {
                let open = try await harness.database.read { try $0.runs.counts()[.queued, default: 0] }
                if open == 0 && engine.executing == 0 { break }
            }
        }
        for project in projects {
            let numbers = diary.lines.filter { $0.hasPrefix("\(project) ") }.compactMap { Int($0.dropFirst(3)) }
            #expect(numbers.count == (project == "p8" ? 51 : 50))
            #expect(numbers == numbers.sorted())
        }
    }

    private func enqueue(_ count: Int, of project: String) async throws {
        let now = harness.time.now
        try await harness.database.write { tx in
            for number in 1...count {
                let new = try NewRun(
                    automation: "Scripted", key: "\(project) \(number)", project: project, input: [number])
                try tx.runs.enqueue(new, at: now)
            }
        }
    }
}
