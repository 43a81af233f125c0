import Foundation
import Testing

@testable import Storage

@Suite("Outbox")
struct OutboxTests {
    let test: TestDatabase
    var database: Database { test.database }

    init() async throws {
        test = try await TestDatabase()
    }

    @discardableResult
    private func say(_ text: String, at now: Date = second(0)) async throws -> OutboxRecord {
        try await database.write {
            try $0.outbox.say(.comment, key: "comment:p:1", project: "p", sha: "1", payload: ["body": text], at: now)
        }
    }

    private func due(_ now: Date = second(10)) async throws -> [Int] {
        try await database.read { try $0.outbox.nextDue(now: now, limit: 9).map(\.version) }
    }

    @Test("the same again is not said twice; something else is a new version")
    func versions() async throws {
        #expect(try await say("a").version == 1)
        #expect(try await say("a").version == 1)
        #expect(try await say("b").version == 2)
        #expect(
            try await database.read { try $0.outbox.find("comment:p:1")?.payload(as: [String: String].self) }
                == ["body": "b"])
    }

    @Test("delivered is delivered, until it changes")
    func delivered() async throws {
        try await say("a")
        try await database.write {
            try $0.outbox.delivered("comment:p:1", version: 1, remoteID: 77, at: second(1))
        }
        #expect(try await due().isEmpty)
        try await say("a")
        #expect(try await due().isEmpty)
        let record = try await say("b")
        #expect(record.remoteID == 77)
        #expect(try await due() == [2])
    }

    @Test("what changed while it was being posted stays pending")
    func changedMeanwhile() async throws {
        try await say("a")
        try await say("b")
        try await database.write {
            try $0.outbox.delivered("comment:p:1", version: 1, remoteID: 77, at: second(1))
        }
        #expect(try await due() == [2])
    }

    @Test("a refusal is remembered and does not last beyond a new version")
    func refused() async throws {
        try await say("a")
        try await database.write {
            try $0.outbox.refused("comment:p:1", version: 1, reason: "no permission", at: second(1))
        }
        #expect(try await due().isEmpty)
        #expect(try await database.read { try $0.outbox.find("comment:p:1")?.lastError } == "no permission")
        try await say("b")
        #expect(try await due() == [2])
    }

    @Test("a failed attempt is due again at its time, and counted")
    func retry() async throws {
        try await say("a")
        try await database.write {
            try $0.outbox.retry("comment:p:1", at: second(60), error: "502", now: second(1))
        }
        #expect(try await due(second(59)).isEmpty)
        #expect(try await database.read { try $0.outbox.nextAttempt(after: second(1)) } == second(60))
        #expect(try await due(second(60)) == [1])
        #expect(try await database.read { try $0.outbox.find("comment:p:1")?.attempts } == 1)
    }

    @Test("a version that was never said cannot have been delivered")
    func impossible() async throws {
        try await say("a")
        let error = await database.refusal {
            try $0.outbox.delivered("comment:p:1", version: 2, remoteID: nil, at: second(1))
        }
        #expect(error?.code == .constraint)
    }
}
