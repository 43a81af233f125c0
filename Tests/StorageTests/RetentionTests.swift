import Foundation
import GRDB
import Testing

@testable import Storage

@Suite("Forgetting what ended long ago", .timeLimit(.minutes(1)))
struct RetentionTests {
    let test: TestDatabase
    var database: Storage.Database { test.database }

    init() async throws {
        test = try await TestDatabase()
    }

    private func forget(before end: Date, limit: Int = 100, bytes: Int = 1 << 20) async throws -> Forgotten {
        try await database.write { try $0.forget(endedBefore: end, limit: limit, bytes: bytes) }
    }

    private func guids() async throws -> [String] {
        try await database.read { try $0.deliveries.list(limit: 99).map(\.guid).sorted() }
    }

    @Test("deliveries that ended before go, with their bodies; those that did not end never do")
    func deliveries() async throws {
        try await database.write { tx in
            for guid in ["done", "ignored", "failed", "undecodable", "queued", "young"] {
                _ = try tx.deliveries.append(.sample(guid))
            }
            for status in [DeliveryStatus.done, .ignored, .failed, .undecodable] {
                try tx.deliveries.finish(status.rawValue, status, reason: "why", at: second(10))
            }
            try tx.deliveries.finish("young", .done, at: second(20))
        }
        #expect(try await forget(before: second(20)) == Forgotten(deliveries: 4))
        #expect(try await guids() == ["queued", "young"])
        #expect(try await database.count("deliveryBody") == 2)
        #expect(try await forget(before: second(20)).isNothing)
    }

    @Test("a delivery stays as long as one of its runs has not ended")
    func deliveryOfAWaitingRun() async throws {
        let run = try await database.write { tx in
            _ = try tx.deliveries.append(.sample("g"))
            let run = try #require(try tx.runs.enqueue(.sample("push:1"), at: second(2)).run)
            try tx.deliveries.finish("g", .done, runs: [run.id], at: second(3))
            return run
        }
        #expect(try await forget(before: second(100)).isNothing)
        try await database.write { try $0.runs.end(run.id, .cancelled, reason: "no", at: second(50)) }
        _ = try await forget(before: second(100))
        _ = try await forget(before: second(100))
        #expect(try await guids() == [])
        #expect(try await database.count("deliveryRun") == 0)
    }

    @Test("a run goes with its journal, and is never made again")
    func runs() async throws {
        let first = try await database.write { tx in
            let run = try #require(try tx.runs.enqueue(.sample("push:1"), at: second(0)).run)
            try tx.runs.enqueue(.sample("push:2"), at: second(0))
            return run
        }
        let claimed = try await database.write {
            try $0.runs.claim(owner: "me", limit: 1, leaseUntil: second(30), now: second(1))
        }
        let claim = RunClaim(run: first.id, owner: "me", fence: try #require(claimed.first).fence)
        try await database.write { tx in
            try tx.journal(claim).record(
                StepRecord(run: first.id, name: "s", result: "1", started: second(2), finished: second(3)))
            try tx.journal(claim).finish(.done, outcome: "well", now: second(4))
        }
        #expect(try await forget(before: second(5)) == Forgotten(runs: 1))
        #expect(try await database.count("step") == 0)
        #expect(try await database.read { try $0.runs.find(key: "push:2")?.state } == .queued)
        let again = try await database.write { try $0.runs.enqueue(.sample("push:1"), at: second(9)) }
        #expect(again == .former(ended: second(4)))
        #expect(try await database.read { try $0.runs.isKnown(key: "push:1") })
        #expect(try await database.read { try !$0.runs.isKnown(key: "push:3") })
    }

    @Test("what was said goes; of a comment, which one it is stays; while more is to be said of a commit all stays")
    func said() async throws {
        try await database.write { tx in
            for (key, kind) in [("c", OutboxRecord.Kind.comment), ("s", .status), ("d", .deployment)] {
                try tx.outbox.say(kind, key: key, project: "p", sha: "1", payload: ["text": "hello"], at: second(0))
                try tx.outbox.delivered(key, version: 1, remoteID: 7, at: second(1))
            }
            try tx.outbox.say(.status, key: "new", project: "p", sha: "1", payload: ["text": "more"], at: second(0))
        }
        #expect(try await forget(before: second(100)).isNothing)
        try await database.write { try $0.outbox.refused("new", version: 1, reason: "no", at: second(2)) }
        #expect(try await forget(before: second(100)) == Forgotten(outbox: 4))
        #expect(try await forget(before: second(100)).isNothing)
        let left = try await database.read { try $0.outbox.list(project: "p") }
        #expect(left.map(\.key) == ["c"])
        #expect(left.first?.payload == "{}")
        let again = try await database.write {
            try $0.outbox.say(.comment, key: "c", project: "p", sha: "1", payload: ["text": "hello"], at: second(200))
        }
        #expect(again.remoteID == 7 && again.state == .pending && again.version == 2)
    }

    @Test("a transaction takes no more than it is told to, but always something")
    func batches() async throws {
        try await database.write { tx in
            for number in 0..<10 {
                _ = try tx.deliveries.append(.sample("g\(number)", body: .noise(1000)))
                try tx.deliveries.finish("g\(number)", .done, at: second(Double(number)))
            }
        }
        #expect(try await forget(before: second(100), limit: 3).deliveries == 3)
        #expect(try await guids().first == "g3", "the oldest first")
        #expect(try await forget(before: second(100), bytes: 1500).deliveries == 2)
        #expect(try await forget(before: second(100), bytes: 1).deliveries == 1)
    }

    @Test("what is old is found through an index, however much there is")
    func plans() async throws {
        for table in ["delivery", "run"] {
            let plan = try await database.read {
                try Row.fetchAll($0.db, sql: "EXPLAIN QUERY PLAN SELECT id FROM \(table) WHERE finished < 1 LIMIT 1")
                    .map { $0["detail"] as String }
            }
            #expect(plan.contains { $0.contains("USING") && $0.contains("\(table)ByEnd") }, "\(plan)")
        }
    }

    @Test("the file shrinks, and keeps a mebibyte for what arrives next")
    func shrinking() async throws {
        try await fill(800)
        try await database.checkpoint()
        let before = try await database.size()
        while try await !forget(before: second(100)).isNothing {}
        let emptied = try await database.size()
        #expect(emptied.freeBytes > before.bytes * 9 / 10)
        while try await database.giveBack(limit: 64) {}
        try await database.checkpoint()
        let after = try await database.size()
        #expect(after.bytes < before.bytes / 4)
        #expect(after.freeBytes == 256 * 4096)
        #expect(try await Self.fileSize(test.folder) == after.bytes)
        #expect(await database.outage() == nil)
    }

    @Test("a file that could not give pages back is written anew at the start")
    func olderFile() async throws {
        try await fill(50)
        try database.close()
        let raw = try DatabaseQueue(path: test.folder.path("slipway.sqlite"))
        try await raw.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA journal_mode = DELETE; PRAGMA auto_vacuum = NONE; VACUUM")
            #expect(try !FreePages.areReturnable(db))
        }
        try raw.close()
        let again = try await Storage.Database.open(at: test.folder.url)
        let connection = try #require(again.connection)
        #expect(try await connection.read { try FreePages.areReturnable($0) })
        #expect(try await again.read { try $0.deliveries.list(limit: 99).count } == 50)
    }

    private func fill(_ count: Int) async throws {
        try await database.write { tx in
            for number in 0..<count {
                _ = try tx.deliveries.append(.sample("g\(number)", body: .noise(9000)))
                try tx.deliveries.finish("g\(number)", .done, at: second(1))
            }
        }
    }

    private static func fileSize(_ folder: TemporaryFolder) async throws -> Int64? {
        try FileManager.default.attributesOfItem(atPath: folder.path("slipway.sqlite"))[.size] as? Int64
    }
}

extension Storage.Database {
    fileprivate func count(_ table: String) async throws -> Int {
        try await read { try Int.fetchOne($0.db, sql: "SELECT COUNT(*) FROM \(table)") ?? -1 }
    }
}
