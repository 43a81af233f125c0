import Foundation
import GRDB
import Testing

@testable import Storage

@Suite("Whose turn it is")
struct LanesTests {
    let test: TestDatabase
    var database: Storage.Database { test.database }

    init() async throws {
        test = try await TestDatabase()
    }

    @Test("after any change of any run, the lanes say what the runs say", arguments: 1...8)
    func lanesFollow(seed: UInt64) async throws {
        var random = Seeded(state: seed)
        for moment in 0..<150 {
            let (choice, number) = (random.next() % 7, Int64(random.next() % 12) + 1)
            let now = second(Double(moment))
            try await database.write { try Self.change(choice, number, $0, at: now) }
            let (actual, expected) = try await database.read { tx in
                (try Self.lanes(tx), try Self.lanesByTheRuns(tx))
            }
            try #require(actual == expected, "seed \(seed), change \(moment): \(choice) of \(number)")
        }
    }

    private static func change(_ choice: UInt64, _ number: Int64, _ tx: Transaction, at now: Date) throws {
        let run = try tx.runs.find(number)
        switch choice {
        case 0, 1:
            try tx.runs.enqueue(.sample("\(now)", project: "\(number % 4)"), at: now + Double(number) - 6)
        case 2: _ = try tx.runs.claim(owner: "me", limit: 2, leaseUntil: now + 5, now: now)
        case 3:
            guard let run, run.state == .running else { return }
            try tx.journal(run.claimed).suspend(until: now + Double(number), waitsFor: "Flux", now: now)
        case 4:
            guard let run, run.state == .running else { return }
            try tx.journal(run.claimed).finish(.done, outcome: "", now: now)
        case 5:
            guard let run, !run.state.isFinished else { return }
            try tx.runs.end(number, .cancelled, reason: "by hand", at: now)
        default:
            if number == 1 { try tx.db.execute(sql: "DELETE FROM run WHERE state = 'done'") }
            try tx.runs.takeOverExpired(now: now)
        }
    }

    private static func lanes(_ tx: Transaction) throws -> [String: Int64] {
        try pairs(tx, "SELECT project, open FROM lane WHERE open IS NOT NULL")
    }

    private static func lanesByTheRuns(_ tx: Transaction) throws -> [String: Int64] {
        try pairs(
            tx,
            """
            SELECT project, MIN(due) FROM run WHERE state IN ('queued', 'waiting')
            AND project NOT IN (SELECT project FROM run WHERE state = 'running') GROUP BY project
            """)
    }

    private static func pairs(_ tx: Transaction, _ sql: String) throws -> [String: Int64] {
        Dictionary(uniqueKeysWithValues: try Row.fetchAll(tx.db, sql: sql).map { ($0[0], $0[1]) })
    }

    @Test("a project that was never served comes before one that has much to do")
    func newProject() async throws {
        try await database.write { tx in
            for number in 1...1_000 { try tx.runs.enqueue(.sample("\(number)", project: "busy"), at: second(0)) }
        }
        #expect(try await claimOne(at: second(1)) == "busy")
        try await database.write { try $0.runs.takeOverAll(now: second(1)) }
        try await database.write { _ = try $0.runs.enqueue(.sample("new", project: "new"), at: second(2)) }
        #expect(try await claimOne(at: second(2)) == "new")
        #expect(try await claimOne(at: second(2)) == "busy")
    }

    private func claimOne(at now: Date) async throws -> String? {
        try await database.write {
            try $0.runs.claim(owner: "me", limit: 1, leaseUntil: second(99), now: now).first?.project
        }
    }

    @Test("a claim reads an index of projects and one of a project's runs, never all runs")
    func plan() async throws {
        let plans = try await database.read { tx in
            try [Runs.nextLanes, Runs.oldestDue].map { sql in
                try Row.fetchAll(tx.db, sql: "EXPLAIN QUERY PLAN \(sql)", arguments: [1, 1])
                    .map { $0["detail"] as String }.joined(separator: "; ")
            }
        }
        #expect(plans[0] == "SCAN lane USING COVERING INDEX laneByTurn")
        #expect(plans[1] == "SEARCH run USING INDEX runOpen (project=? AND due<?)")
    }

    @Test("each project gets its turn to speak, however much another has to say")
    func outbox() async throws {
        try await database.write { tx in
            for number in 1...600 { try Self.say("loud \(number)", of: "loud", tx) }
            try Self.say("quiet", of: "quiet", tx)
        }
        let turns = try await database.read { try $0.outbox.nextTurns(now: second(9), limit: 9).map(\.key) }
        #expect(turns == ["loud 1", "quiet"])
        #expect(try await database.read { try $0.outbox.pendingKeys().count } == 601)
    }

    private static func say(_ key: String, of project: String, _ tx: Transaction) throws {
        try tx.outbox.say(.comment, key: key, project: project, sha: "1", payload: [key], at: second(0))
    }
}

extension RunRecord {
    fileprivate var claimed: RunClaim { RunClaim(run: id, owner: leaseOwner ?? "", fence: fence) }
}

/// SplitMix64.
private struct Seeded {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
