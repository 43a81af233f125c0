import Foundation
import Testing

@testable import Storage

@Suite("Runs")
struct RunsTests {
    let test: TestDatabase
    var database: Database { test.database }

    init() async throws {
        test = try await TestDatabase()
    }

    private func enqueue(_ keys: [String], project: String = "shop") async throws {
        try await database.write { tx in
            for key in keys { try tx.runs.enqueue(.sample(key, project: project), at: second(0)) }
        }
    }

    @discardableResult
    private func claim(
        _ limit: Int = 9, owner: String = "me", at now: Date = second(1), lease: TimeInterval = 30
    ) async throws -> [RunRecord] {
        try await database.write {
            try $0.runs.claim(owner: owner, limit: limit, leaseUntil: now.addingTimeInterval(lease), now: now)
        }
    }

    @Test("the same key again is the same run")
    func semanticKey() async throws {
        let first = try await database.write { try $0.runs.enqueue(.sample("push:1"), at: second(0)) }
        let again = try await database.write { try $0.runs.enqueue(.sample("push:1"), at: second(9)) }
        #expect(first.isNew && !again.isNew)
        #expect(first.run == again.run)
        #expect(try first.run?.input(as: [String: String].self) == ["key": "push:1"])
    }

    @Test("one executing run per project, oldest first")
    func onePerProject() async throws {
        try await enqueue(["a", "b"])
        #expect(try await claim().map(\.key) == ["a"])
        #expect(try await claim().isEmpty)
        try await finish("a")
        #expect(try await claim().map(\.key) == ["b"])
    }

    @Test("projects take turns: the one served longest ago is next")
    func fairness() async throws {
        try await enqueue(["a1", "a2", "a3"], project: "a")
        try await enqueue(["b1", "b2"], project: "b")
        var served: [String] = []
        for _ in 0..<5 {
            let run = try #require(try await claim(1).first)
            served.append(run.key)
            try await finish(run.key)
        }
        #expect(served == ["a1", "b1", "a2", "b2", "a3"])
    }

    @Test("a run that is not due is not claimed, and stands in nobody's way")
    func due() async throws {
        try await enqueue(["a", "b"])
        let run = try #require(try await claim().first)
        try await database.write {
            try $0.journal(run.claim).suspend(until: second(60), waitsFor: "Flux", now: second(1))
        }
        #expect(try await claim().map(\.key) == ["b"])
        try await finish("b")
        #expect(try await claim(at: second(59)).isEmpty)
        #expect(try await database.read { try $0.runs.nextDue(after: second(59), owner: "me") } == second(60))
        #expect(try await claim(at: second(60)).map(\.key) == ["a"])
    }

    @Test("a worker that lost its lease cannot write to the journal")
    func fencing() async throws {
        try await enqueue(["a"])
        let old = try #require(try await claim(owner: "me", at: second(1)).first)
        #expect(try await database.write { try $0.runs.takeOverExpired(now: second(30)) } == 0)
        let alive = RunClaim(run: old.id, owner: "me", fence: old.fence)
        #expect(try await database.write { try $0.runs.takeOverExpired(now: second(31), except: [alive]) } == 0)
        #expect(try await database.write { try $0.runs.takeOverExpired(now: second(31)) } == 1)
        let new = try #require(try await claim(owner: "me", at: second(31)).first)
        #expect(new.fence == old.fence + 1)
        let step = StepRecord(run: old.id, name: "s", result: "1", started: second(2), finished: second(32))
        let writes: [@Sendable (Journal) throws -> Void] = [
            { try $0.record(step) }, { try $0.listen("s", to: ["k"]) },
            { try $0.suspend(until: second(99), waitsFor: "", now: second(32)) }, { try $0.release(now: second(32)) },
            { try $0.finish(.done, outcome: "", now: second(32)) }, { _ = try $0.steps() },
        ]
        for write in writes {
            let error = await database.refusal { try write($0.journal(old.claim)) }
            #expect(error?.code == .leaseLost)
        }
        #expect(
            try await database.write { try $0.runs.renew([old.claim, new.claim], leaseUntil: second(90)) }
                == [new.claim])
        try await database.write { try $0.journal(new.claim).record(step) }
        #expect(try await database.read { try $0.runs.steps(of: new.id).map(\.name) } == ["s"])
    }

    @Test("a recorded step is never recorded again")
    func recordedOnce() async throws {
        try await enqueue(["a"])
        let run = try #require(try await claim().first)
        let step = StepRecord(run: run.id, name: "s", result: "1", started: second(2), finished: second(3))
        try await database.write { try $0.journal(run.claim).record(step) }
        let error = await database.refusal { try $0.journal(run.claim).record(step) }
        #expect(error?.code == .illegalTransition)
    }

    @Test("a wake makes a waiting run due; keys of finished steps are forgotten")
    func wake() async throws {
        try await enqueue(["a"])
        let run = try #require(try await claim().first)
        let open = StepRecord(run: run.id, name: "w", started: second(2))
        try await database.write { tx in
            try tx.journal(run.claim).record(open)
            try tx.journal(run.claim).listen("w", to: ["flux"])
            try tx.journal(run.claim).suspend(until: .distantFuture, waitsFor: "Flux", now: second(2))
        }
        #expect(try await database.write { try $0.runs.wake(["other"], at: second(3)) } == 0)
        #expect(try await claim(at: second(3)).isEmpty)
        #expect(try await database.write { try $0.runs.wake(["flux"], at: second(3)) } == 1)
        let again = try #require(try await claim(at: second(3)).first)
        var done = open
        done.result = "1"
        done.finished = second(4)
        try await database.write { [done] in try $0.journal(again.claim).record(done) }
        #expect(try await database.read { try $0.runs.hasListeners(["flux"]) } == false)
    }

    @Test("a wake that comes while the run executes is not lost")
    func lostWake() async throws {
        try await enqueue(["a"])
        let run = try #require(try await claim().first)
        try await database.write { tx in
            try tx.journal(run.claim).record(StepRecord(run: run.id, name: "w", started: second(2)))
            try tx.journal(run.claim).listen("w", to: ["flux"])
        }
        try await database.write { try $0.runs.wake(["flux"], at: second(3)) }
        let due = try await database.write {
            try $0.journal(run.claim).suspend(until: second(999), waitsFor: "Flux", now: second(4))
        }
        #expect(due == second(4))
        let again = try #require(try await claim(at: second(4)).first)
        let next = try await database.write {
            try $0.journal(again.claim).suspend(until: second(999), waitsFor: "Flux", now: second(5))
        }
        #expect(next == second(999), "one wake is one look")
    }

    @Test("ending a run takes the lease from its worker; a finished run cannot be ended")
    func end() async throws {
        try await enqueue(["a"])
        let run = try #require(try await claim().first)
        try await database.write { try $0.runs.end(run.id, .cancelled, reason: "by hand", at: second(2)) }
        let lost = await database.refusal { try $0.journal(run.claim).check() }
        #expect(lost?.code == .leaseLost)
        let ended = await database.refusal { try $0.runs.end(run.id, .superseded, reason: "", at: second(2)) }
        #expect(ended?.code == .illegalTransition)
    }

    @Test("after a restart every executing run is claimed again at once")
    func takeOverAll() async throws {
        try await enqueue(["a"], project: "a")
        try await enqueue(["b"], project: "b")
        try await claim(owner: "before")
        #expect(try await database.write { try $0.runs.takeOverAll(now: second(2)) } == 2)
        #expect(try await claim(owner: "after", at: second(2)).map(\.attempts) == [2, 2])
    }

    private func finish(_ key: String) async throws {
        try await database.write { tx in
            let run = try #require(try tx.runs.find(key: key))
            try tx.journal(run.claim).finish(.done, outcome: "", now: second(1))
        }
    }
}

extension RunRecord {
    fileprivate var claim: RunClaim { RunClaim(run: id, owner: leaseOwner ?? "", fence: fence) }
}
