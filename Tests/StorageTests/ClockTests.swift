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
}
