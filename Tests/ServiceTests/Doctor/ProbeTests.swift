import Foundation
import Storage
import Testing

@testable import Service

@Suite("Doctor: looks in bounded time")
struct ProbeTests {
    @Test func whatTakesTooLongIsNotWaitedForEvenIfItCannotBeCancelled() async {
        let (never, _) = AsyncStream.makeStream(of: Void.self)
        let probe = Probe("x", limit: .milliseconds(20)) {
            await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
                // A task of its own, that cancellation does not reach.
                Task {
                    for await _ in never {}
                    done.resume()
                }
            }
            return .ok("Never.")
        }
        let finding = await probe.run(ContinuousClock())
        #expect(finding.verdict == .failure)
        #expect(finding.sentence == "No result within 0 s.")
    }

    @Test func errorsBecomeLines() async {
        let problem = StorageError(.busy, "It is locked.", whatToDo: "Unlock it.")
        #expect(await Probe("x") { throw problem }.run(ContinuousClock()) == .failure("It is locked.", "Unlock it."))
        #expect(await Probe("x") { throw Unchecked("it is away.") }.run(ContinuousClock()) == .unchecked("it is away."))
        let failure = StartFailure("the key is none.", whatToDo: "Get one.")
        #expect(await Probe("x") { throw failure }.run(ContinuousClock()).line == "✗ The key is none. | Get one.")
    }

    @Test func aFactIsAskedForOnce() async throws {
        let notes = Notes()
        let fact = Fact {
            notes.add("asked")
            return 7
        }
        async let first = fact.value
        async let second = fact.value
        #expect(try await [first, second] == [7, 7])
        #expect(notes.all.count == 1)
    }

    @Test func theWorstCounts() {
        let all: [Finding] = [
            .ok("Well."), .failure("Bad.", "Mend it."), .warning("So so.", "Look."), .failure("Bad too.", ""),
        ]
        #expect(Finding.worst(all).line == "✗ Bad. (And 1 more.) | Mend it.")
        #expect(Finding.worst([.ok("Well."), .ok("Well too.")]).line == "✓ Well.")
        let report = DoctorReport(time: .distantPast, checks: all.map { Check(.clock, "x", $0) })
        #expect(report.exitStatus == 2)
        #expect(DoctorReport(time: .distantPast, checks: []).exitStatus == 0)
        #expect(DoctorReport(time: .distantPast, checks: [Check(.clock, "x", all[2])]).exitStatus == 1)
    }
}
