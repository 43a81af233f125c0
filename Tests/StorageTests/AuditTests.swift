import Foundation
import GRDB
import Testing

@testable import Storage

@Suite("The audit")
struct AuditTests {
    private struct Change: Error {}

    let test: TestDatabase
    var database: Storage.Database { test.database }

    init() async throws {
        test = try await TestDatabase()
    }

    private func lines(_ filter: AuditFilter = AuditFilter()) async throws -> [AuditRecord] {
        try await database.read { try $0.audit.export(filter, limit: 999) }
    }

    /// Claims the only run that is due, and ends it.
    private func finish(_ state: RunState = .done, outcome: String = "went well", at end: Double = 3) async throws {
        try await database.write { tx in
            let run = try #require(
                try tx.runs.claim(owner: "me", limit: 1, leaseUntil: second(99), now: second(end)).first)
            try tx.journal(RunClaim(run: run.id, owner: "me", fence: run.fence))
                .finish(state, outcome: outcome, now: second(end))
        }
    }

    @Test("a run has one line of who asked, and one of how it ended, on the same one's behalf")
    func twoLines() async throws {
        let project = try await database.write { tx in
            let project = try tx.registerSample(1, name: "shop")
            let run = try NewRun(automation: "Reconcile", key: "push:1", project: project, input: "", delivery: "g")
            _ = try tx.acting(as: .sender("ada", delivery: "g")).runs.enqueue(run, at: second(1))
            // The same again is no deed.
            _ = try tx.acting(as: .token("api")).runs.enqueue(run, at: second(2))
            return project
        }
        try await finish()
        let told = try await lines()
        #expect(told.map(\.outcome) == [.asked, .done])
        #expect(told.map(\.reason) == [nil, "went well"])
        #expect(told.map(\.time) == [second(1), second(3)])
        #expect(told.first?.subject == "push:1")
        for line in told {
            #expect(line.actorKind == .sender && line.actor == "ada" && line.delivery == "g")
            #expect(line.action == .reconcile && line.project == project && line.repository == "acme/shop")
            #expect(line.turn == 1)
        }
    }

    @Test("no deed without its line, no line without its deed: what is taken back takes it along")
    func oneTransaction() async throws {
        await #expect(throws: Change.self) {
            try await database.write { tx in
                try tx.runs.enqueue(.sample("push:1"), at: second(0))
                try tx.audit.note(.pause, of: nil, at: second(0))
                throw Change()
            }
        }
        #expect(try await lines().isEmpty)
    }

    @Test("a run that a person ends was ended by that person")
    func ended() async throws {
        try await database.write { tx in
            let run = try #require(try tx.runs.enqueue(.sample("push:1"), at: second(0)).run)
            try tx.acting(as: .commandLine("root")).runs.end(run.id, .superseded, reason: "archived", at: second(1))
        }
        let told = try await lines()
        #expect(told.map(\.actorKind) == [.schedule, .commandLine])
        #expect(told.last?.outcome == .superseded && told.last?.actor == "root")
    }

    @Test("a run that a run asks for is on behalf of whoever asked for that")
    func inherited() async throws {
        try await database.write { tx in
            let first = try tx.acting(as: .sender("ada", delivery: "g")).runs.enqueue(.sample("a"), at: second(0)).run
            let id = try #require(first?.id)
            try tx.acting(forRun: id).runs.enqueue(.sample("b"), at: second(1))
            // One from before the audit.
            try tx.acting(forRun: 99).runs.enqueue(.sample("c"), at: second(1))
        }
        let told = try await lines()
        #expect(told.map(\.actor) == ["ada", "ada", nil])
        #expect(told.map(\.delivery) == ["g", "g", nil])
        #expect(told.last?.actorKind == .schedule)
    }

    @Test("a run that is replayed is asked for once more, by whoever replays it, and ends once more")
    func replayed() async throws {
        try await database.write { tx in
            _ = try tx.deliveries.append(.sample("g"))
            let run = try #require(
                try tx.acting(as: .sender("ada", delivery: "g")).runs.enqueue(.sample("push:1"), at: second(1)).run)
            try tx.deliveries.finish("g", .done, runs: [run.id], at: second(1))
        }
        try await finish(.failed, outcome: "no")
        try await database.write { try $0.acting(as: .commandLine("root")).deliveries.replay("g", at: second(4)) }
        try await finish(at: 5)
        let told = try await lines()
        #expect(told.map(\.outcome) == [.asked, .failed, .done, .asked, .done])
        #expect(told.map(\.turn) == [1, 1, nil, 2, 2])
        #expect(told.map(\.actor) == ["ada", "ada", "root", "root", "root"])
        #expect(told[2].action == .replay && told[2].delivery == "g")
    }

    @Test(
        "nobody changes, replaces or takes away a line",
        arguments: [
            "UPDATE audit SET actor = 'eve'", "DELETE FROM audit", "UPDATE auditForgotten SET before = -1",
            "DELETE FROM auditForgotten",
            "REPLACE INTO audit (id, time, actorKind, action, outcome) VALUES (1, 0, 'schedule', 'pause', 'done')",
            """
            REPLACE INTO audit (time, actorKind, action, outcome, run, turn)
            VALUES (0, 'schedule', 'deploy', 'asked', 1, 1)
            """,
        ])
    func appendOnly(_ statement: String) async throws {
        try await database.write { try $0.runs.enqueue(.sample("push:1"), at: second(0)) }
        let before = try await lines()
        await #expect(throws: (any Error).self) { try await database.write { try $0.db.execute(sql: statement) } }
        #expect(try await lines() == before)
        #expect(before.count == 1)
    }

    @Test("a second line of the same is refused, and with it the deed")
    func neverTwice() async throws {
        let run = try await database.write { try #require(try $0.runs.enqueue(.sample("push:1"), at: second(0)).run) }
        try await finish()
        await #expect(throws: (any Error).self) {
            try await database.write {
                try $0.audit.ended(run, .done, reason: "again", isByItself: true, at: second(9))
            }
        }
        #expect(try await lines().count == 2)
    }

    @Test("retention takes what is older than it says, and says so")
    func retention() async throws {
        try await database.write { tx in
            for number in 0..<4 { try tx.audit.note(.pause, of: nil, at: second(Double(number))) }
        }
        #expect(try await database.read { try $0.audit.forgottenBefore() } == nil)
        #expect(try await database.write { try $0.forgetAudit(before: second(3), limit: 2) } == 2)
        #expect(try await database.write { try $0.forgetAudit(before: second(3), limit: 2) } == 1)
        #expect(try await database.write { try $0.forgetAudit(before: second(3), limit: 2) } == 0)
        #expect(try await lines().map(\.time) == [second(3)])
        #expect(try await database.read { try $0.audit.forgottenBefore() } == second(3))
        // What is young stays all the same.
        await #expect(throws: (any Error).self) {
            try await database.write { try $0.db.execute(sql: "DELETE FROM audit") }
        }
    }

    @Test("a project that was renamed is found by its name of now, with what it did under the other")
    func renamed() async throws {
        try await database.write { tx in
            let id = try tx.registerSample(1, name: "old")
            let old = try #require(try tx.projects.find(id))
            try tx.audit.note(.pause, of: old, at: second(0))
            let new = try tx.projects.update(id, at: second(1)) { $0.name = "new" }
            try tx.audit.note(.resume, of: new, at: second(1))
            try tx.registerSample(2, name: "other")
            try tx.audit.note(.pause, of: try tx.projects.find(repository: 2), at: second(2))
        }
        #expect(try await lines(AuditFilter(repository: "ACME/new")).map(\.repository) == ["acme/old", "acme/new"])
        // Nobody has this name any more: what was told under it.
        #expect(try await lines(AuditFilter(repository: "acme/OLD")).map(\.action) == [.pause])
        #expect(try await lines(AuditFilter(since: second(2))).map(\.repository) == ["acme/other"])
        #expect(try await lines(AuditFilter(action: .resume)).map(\.repository) == ["acme/new"])
        #expect(try await lines(AuditFilter(actor: .sender)).isEmpty)
    }

    @Test(
        "only what looks like a login is one",
        arguments: ["", "a b", "eve\n", "<img>", "@ada", "ä", String(repeating: "a", count: 90)])
    func strangeLogins(_ login: String) {
        #expect(AuditActor.sender(login, delivery: "g").name == nil)
    }

    @Test("logins", arguments: ["ada", "octo-cat", "ada_acme", "dependabot[bot]", "A1"])
    func logins(_ login: String) {
        #expect(AuditActor.sender(login, delivery: "g").name == login)
    }

    @Test("what happens over and over is told once in a while")
    func once() async throws {
        try await database.write { tx in
            let project = try #require(try tx.projects.find(try tx.registerSample()))
            for time in [0.0, 5, 11] {
                try tx.audit.noteOnce(
                    .credentialRefused, of: project, .failed, reason: "no", within: 10, at: second(time))
            }
        }
        #expect(try await lines().map(\.time) == [second(0), second(11)])
    }

    @Test("runs from before the audit end with a line, and can be replayed")
    func fromBefore() async throws {
        try await database.write { tx in
            try tx.db.execute(
                sql: """
                    INSERT INTO run (automation, key, project, input, state, due, created)
                    VALUES ('Deploy', 'deploy:1', 'shop', '{}', 'queued', 0, 0)
                    """)
        }
        try await finish(.failed, outcome: "no")
        try await database.write { try $0.runs.tryAgain(1, at: second(4)) }
        try await finish(at: 5)
        let told = try await lines()
        #expect(told.map(\.outcome) == [.failed, .asked, .done])
        #expect(told.map(\.turn) == [1, 2, 2])
        #expect(Set(told.map(\.action)) == [.deploy])
    }
}
