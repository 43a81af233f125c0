import Foundation
import Testing

@testable import Storage

@Suite("Deaths while a run executes")
struct DeathsTests {
    let test: TestDatabase
    var database: Database { test.database }

    init() async throws {
        test = try await TestDatabase()
        try await database.write { tx in
            for project in ["a", "b", "c"] {
                try tx.runs.enqueue(.sample("push:\(project)", project: project), at: second(0))
            }
        }
    }

    @discardableResult
    private func claim(_ limit: Int = 9) async throws -> [RunRecord] {
        try await database.write {
            try $0.runs.claim(owner: "me", limit: limit, leaseUntil: second(30), now: second(1))
        }
    }

    private func restart() async throws {
        try await database.write { _ = try $0.runs.takeOverAll(now: second(1)) }
    }

    @Test("they are counted, and forgotten when a step finishes or the turn is given back")
    func counted() async throws {
        try await claim()
        try await restart()
        let runs = try await claim()
        #expect(runs.map(\.deaths) == [1, 1, 1])
        let (first, second_) = (runs[0], runs[1])
        try await database.write { tx in
            let step = StepRecord(run: first.id, name: "s", result: "1", started: second(2), finished: second(2))
            try tx.journal(first.claim).record(step)
            try tx.journal(second_.claim).suspend(until: second(1), waitsFor: "Flux", now: second(1))
        }
        try await restart()
        #expect(try await claim().sorted { $0.id < $1.id }.map(\.deaths) == [1, 0, 2])
    }

    @Test("a step that only began is no progress")
    func begun() async throws {
        let run = try #require(try await claim(1).first)
        let step = StepRecord(run: run.id, name: "s", started: second(2))
        try await database.write { try $0.journal(run.claim).record(step) }
        try await restart()
        #expect(try await database.read { try $0.runs.find(run.id)?.deaths } == 1)
    }

    @Test("runs that may be the cause execute one at a time, the others as ever")
    func suspects() async throws {
        for _ in 1...2 {
            try await claim()
            try await restart()
        }
        try await database.write { try $0.runs.enqueue(.sample("push:d", project: "d"), at: second(0)) }
        let first = try await claim()
        #expect(first.map(\.deaths).sorted() == [0, 2])
        #expect(try await claim().isEmpty)
        let suspect = try #require(first.first { $0.deaths == 2 })
        try await database.write { try $0.journal(suspect.claim).finish(.done, outcome: "", now: second(1)) }
        #expect(try await claim().map(\.deaths) == [2])
    }
}

extension RunRecord {
    fileprivate var claim: RunClaim { RunClaim(run: id, owner: leaseOwner ?? "", fence: fence) }
}
