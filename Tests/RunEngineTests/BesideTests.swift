import Foundation
import Storage
import Testing

@testable import RunEngine

@Suite("One part beside another", .timeLimit(.minutes(1)))
struct BesideTests {
    let harness: Harness
    let diary = Diary()

    init() async throws {
        harness = try await Harness()
    }

    @Test("both go on side by side; the companion waits only for the milestone")
    func sideBySide() async throws {
        let engine = harness.engine([
            Scripted { [diary] context in
                let latch = Latch()
                let (commit, prepared) = try await context.run { context in
                    try await context.step("commit") { _ in
                        await latch.pass()
                        diary.write("committed")
                        return "3f2a1bc"
                    }
                } beside: { context, committed in
                    try await context.step("namespace") { _ in
                        await latch.isEntered()
                        diary.write("namespace")
                        latch.open()
                    }
                    let results = try await context.parallel(over: EnvironmentName.allCases) { environment, context in
                        try await committed.reached()
                        return try await context.step("flux") { _ in environment.rawValue }
                    }
                    diary.write("prepared")
                    return try results.map { try $0.get() }
                }
                diary.write("\(commit) \(try prepared.get())")
            }
        ])
        let run = try await harness.enqueue("setup:1")
        try await harness.running(engine) { try await harness.until(run, is: .done) }
        #expect(
            diary.lines == [
                "namespace", "committed", "prepared", #"3f2a1bc ["development", "staging", "production"]"#,
            ])
        let names = try await harness.steps(run).keys.sorted()
        #expect(names == ["commit", "development/flux", "namespace", "production/flux", "staging/flux"])
    }

    @Test("a failure is thrown although the companion waits, which does nothing after the milestone")
    func failure() async throws {
        let engine = harness.engine([
            Scripted { [diary] context in
                _ = try await context.run { context in
                    try await context.step("commit", retry: .once) { _ in throw UserError(what: "Refused.") }
                } beside: { context, committed in
                    let ends = try await context.parallel(over: EnvironmentName.allCases) { environment, context in
                        if environment == .staging { try await context.step("namespace") { _ in throw Flaky() } }
                        try await committed.reached()
                        diary.write("flux")
                    }
                    diary.write("\(ends.count) ends")
                }
            }
        ])
        let run = try await harness.enqueue("setup:1")
        let failed = try await harness.running(engine) { try await harness.until(run, is: .failed) }
        #expect(failed.outcome == "Refused.")
        #expect(diary.lines.isEmpty)
    }

    @Test("when one of them waits, what the other has finished is not done again")
    func waiting() async throws {
        let engine = harness.engine([
            Scripted { [diary] context in
                let (_, other) = try await context.run { context in
                    try await context.step("commit") { attempt in
                        diary.write("commit \(attempt)")
                        if attempt == 1 { throw Flaky() }
                    }
                } beside: { context, committed in
                    try await context.step("namespace") { _ in diary.write("namespace") }
                    try await committed.reached()
                    try await context.step("flux") { attempt in
                        diary.write("flux \(attempt)")
                        if attempt == 1 { throw Flaky() }
                    }
                }
                try other.get()
            }
        ])
        let run = try await harness.enqueue("setup:1")
        try await harness.running(engine) {
            let first = try await harness.until(run, is: .waiting)
            #expect(first.waitsFor == "commit: attempt 2 after: GitHub answered 502.")
            #expect(diary.lines.sorted() == ["commit 1", "namespace"])
            harness.time.advance(.seconds(1))
            try await harness.until(run) { $0.state == .waiting && $0.waitsFor?.hasPrefix("flux") == true }
            harness.time.advance(.seconds(1))
            try await harness.until(run, is: .done)
        }
        #expect(diary.lines.dropFirst(2) == ["commit 2", "flux 1", "flux 2"])
    }

    @Test("the companion's failure is returned")
    func companionFails() async throws {
        let engine = harness.engine([
            Scripted { [diary] context in
                let (value, other) = try await context.run { _ in
                    7
                } beside: { context, _ in
                    try await context.step("credential", retry: .once) { _ in throw UserError(what: "Refused.") }
                }
                if case .failure(let error) = other { diary.write("\(value) \(error.what)") }
            }
        ])
        let run = try await harness.enqueue("setup:1")
        try await harness.running(engine) { try await harness.until(run, is: .done) }
        #expect(diary.lines == ["7 Refused."])
    }

    @Test("times that are recorded are the same whichever of the two ends first")
    func times() async throws {
        let engine = harness.engine([
            Scripted { [harness, diary] context in
                let parted = context.recordedNow
                _ = try await context.run { context in
                    try await context.step("commit") { _ in harness.time.advance(.seconds(5)) }
                } beside: { context, _ in
                    try await context.step("namespace") { _ in harness.time.advance(.seconds(7)) }
                }
                diary.write("\(context.recordedNow == parted)")
            }
        ])
        let run = try await harness.enqueue("setup:1")
        try await harness.running(engine) { try await harness.until(run, is: .done) }
        #expect(diary.lines == ["true"])
    }
}
