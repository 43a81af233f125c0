import Foundation
import Storage
import Testing

@testable import RunEngine

@Suite("Branches", .timeLimit(.minutes(1)))
struct ParallelTests {
    let harness: Harness
    let diary = Diary()

    init() async throws {
        harness = try await Harness()
    }

    @Test("branches run side by side, with steps of their own, and results in order")
    func sideBySide() async throws {
        let engine = harness.engine([
            Scripted { [diary] context in
                // Each waits for the next one: together they end, one after the other they never would.
                let latches = [EnvironmentName.development: Latch(), .staging: Latch(), .production: Latch()]
                let results = try await context.parallel(over: EnvironmentName.allCases) { environment, context in
                    try await context.step("apply") { _ in
                        if let next = environment.after.first { latches[next]?.open() }
                        if environment != .development { await latches[environment]?.pass() }
                        return environment.rawValue
                    }
                }
                diary.write(try results.map { try $0.get() }.joined(separator: " "))
            }
        ])
        let run = try await harness.enqueue("push:1")
        try await harness.running(engine) { try await harness.until(run, is: .done) }
        #expect(diary.lines == ["development staging production"])
        #expect(
            try await harness.steps(run).keys.sorted() == ["development/apply", "production/apply", "staging/apply"])
    }

    @Test("one that fails or waits does not stop the others; the run waits when all have settled")
    func mixed() async throws {
        let engine = harness.engine([
            Scripted { [diary] context in
                let results = try await context.parallel(over: EnvironmentName.allCases) { environment, context in
                    try await context.step("apply") { attempt in
                        diary.write("\(environment.rawValue) \(attempt)")
                        switch environment {
                        case .development: return
                        case .staging: throw UserError(what: "Quota exceeded.")
                        case .production: if attempt == 1 { throw Flaky() }
                        }
                    }
                }
                let states = results.map { result in
                    if case .failure(let error) = result { error.what } else { "fine" }
                }
                diary.write(states.joined(separator: ", "))
            }
        ])
        let run = try await harness.enqueue("push:1")
        try await harness.running(engine) {
            let waits = try await harness.until(run, is: .waiting)
            #expect(waits.waitsFor == "production/apply: attempt 2 after: GitHub answered 502.")
            harness.time.advance(.seconds(1))
            try await harness.until(run, is: .done)
        }
        #expect(diary.lines.prefix(3).sorted() == ["development 1", "production 1", "staging 1"])
        #expect(diary.lines.dropFirst(3) == ["production 2", "fine, Quota exceeded., fine"])
    }

    @Test("several that wait: the run is due with the first")
    func earliest() async throws {
        let engine = harness.engine([
            Scripted { context in
                _ = try await context.parallel(over: [30, 20, 40], named: { "\($0)" }) { seconds, context in
                    try await context.wait(
                        "ready", for: "\(seconds)", timeout: .seconds(100), checkEvery: .seconds(seconds)
                    ) { () -> Int? in nil }
                }
            }
        ])
        let run = try await harness.enqueue("push:1")
        try await harness.running(engine) {
            let waits = try await harness.until(run, is: .waiting)
            #expect(waits.due == harness.time.now + 20)
            #expect(waits.waitsFor == "30; 20; 40")
        }
    }
}
