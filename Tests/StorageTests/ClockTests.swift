import Foundation
import Testing

@testable import Storage

@Suite("A clock that was wrong")
struct ClockTests {
    let test: TestDatabase
    var database: Database { test.database }

    init() async throws {
        test = try await TestDatabase()
    }

    private func enqueue(at date: Date) async throws {
        try await database.write { tx in _ = try tx.runs.enqueue(.sample("k"), at: date) }
    }

    private func due() async throws -> Date? {
        try await database.read { try $0.runs.find(key: "k")?.due }
    }

    @Test func whatWasWrittenByAClockThatWasAheadWaitsNoLongerThanItShould() async throws {
        try await enqueue(at: second(3_600))
        #expect(try await database.write { try $0.mendTimes(now: second(0)) } == 3_600)
        #expect(try await due() == second(0))
        // Once is enough.
        #expect(try await database.write { try $0.mendTimes(now: second(1)) } == nil)
    }

    @Test func timesThatArePastStayAsTheyAre() async throws {
        try await enqueue(at: second(0))
        #expect(try await database.write { try $0.mendTimes(now: second(3_600)) } == nil)
        #expect(try await due() == second(0))
    }

    @Test func aWaitGoesOnWithTheTimeThatWasLeftWhenNobodyLookedForAnHour() async throws {
        let run = try await waiting(["a": 100, "b": 60])
        for now in [3_600.0, 3_610] { _ = try await database.write { try $0.mendTimes(now: second(now)) } }
        #expect(try await deadlines(run) == [second(3_699), second(3_659)])
    }

    @Test func aShortRestartLengthensNoWait() async throws {
        let run = try await waiting(["a": 100])
        _ = try await database.write { try $0.mendTimes(now: second(300)) }
        #expect(try await deadlines(run) == [second(100)])
    }

    /// A run with waits that began at second 1.
    private func waiting(_ deadlines: [String: Double]) async throws -> RunRecord {
        try await enqueue(at: second(0))
        return try await database.write { tx in
            let runs = try tx.runs.claim(owner: "me", limit: 1, leaseUntil: second(9_999), now: second(1))
            for (name, deadline) in deadlines {
                let step = StepRecord(run: runs[0].id, name: name, started: second(1), deadline: second(deadline))
                try tx.journal(runs[0].claim).record(step)
            }
            return runs[0]
        }
    }

    private func deadlines(_ run: RunRecord) async throws -> [Date?] {
        try await database.write { try $0.journal(run.claim).steps() }.sorted { $0.name < $1.name }.map(\.deadline)
    }
}

extension RunRecord {
    fileprivate var claim: RunClaim { RunClaim(run: id, owner: leaseOwner ?? "", fence: fence) }
}
