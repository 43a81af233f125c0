import Foundation
import Testing

@testable import Storage

@Suite("Deliveries")
struct DeliveriesTests {
    let test: TestDatabase
    var database: Database { test.database }

    init() async throws {
        test = try await TestDatabase()
    }

    @Test("queued deliveries come in order of arrival, and no more than asked for")
    func order() async throws {
        try await database.write { tx in
            for guid in ["b", "a", "c"] { _ = try tx.deliveries.append(.sample(guid)) }
        }
        #expect(try await database.read { try $0.deliveries.nextQueued(limit: 2).map(\.record.guid) } == ["b", "a"])
    }

    @Test("a finished delivery says what it was about and which runs it led to")
    func finish() async throws {
        try await database.write { tx in
            _ = try tx.deliveries.append(.sample("a"))
            let run = try #require(try tx.runs.enqueue(.sample("push:1"), at: second(2)).run)
            let subject = DeliverySubject(action: "created", repository: "acme/Shop", sender: "ada", installation: 11)
            try tx.deliveries.finish("a", .done, subject: subject, runs: [run.id, run.id], at: second(3))
        }
        let shown = try #require(try await database.read { try $0.deliveries.show("a") })
        #expect(shown.runs == [1])
        #expect(shown.record.status == .done)
        #expect(shown.record.repository == "acme/Shop")
        #expect(shown.record.finished == second(3))
        #expect(try await database.read { try $0.deliveries.nextQueued(limit: 9).isEmpty })
    }

    @Test("a delivery is never ignored without a reason")
    func reason() async throws {
        try await database.write { _ = try $0.deliveries.append(.sample("a")) }
        let error = await database.refusal { try $0.deliveries.finish("a", .ignored, at: second(2)) }
        #expect(error?.code == .constraint)
    }

    @Test("a replayed delivery is queued again and keeps its runs")
    func replay() async throws {
        try await database.write { tx in
            _ = try tx.deliveries.append(.sample("a"))
            let run = try #require(try tx.runs.enqueue(.sample("push:1"), at: second(2)).run)
            try tx.deliveries.finish("a", .undecodable, reason: "no ref", runs: [run.id], at: second(3))
            try tx.deliveries.replay("a", at: second(9))
        }
        let queued = try await database.read { try $0.deliveries.nextQueued(limit: 9) }
        #expect(queued.map(\.record.guid) == ["a"])
        #expect(queued.first?.record.reason == nil)
        #expect(queued.first?.runs == [1])
        #expect(await database.refusal { try $0.deliveries.replay("unknown", at: second(9)) }?.code == .notFound)
    }

    @Test("lists are newest first and filtered")
    func list() async throws {
        try await database.write { tx in
            for (guid, event) in [("a", "push"), ("b", "push"), ("c", "repository")] {
                _ = try tx.deliveries.append(.sample(guid, event: event))
            }
            let subject = DeliverySubject(repository: "acme/Shop")
            try tx.deliveries.finish("b", .ignored, reason: "a fork", subject: subject, at: second(2))
        }
        func guids(_ filter: DeliveryFilter) async throws -> [String] {
            try await database.read { try $0.deliveries.list(filter, limit: 9).map(\.guid) }
        }
        #expect(try await guids(DeliveryFilter()) == ["c", "b", "a"])
        #expect(try await guids(DeliveryFilter(event: "push")) == ["b", "a"])
        #expect(try await guids(DeliveryFilter(status: .ignored)) == ["b"])
        #expect(try await guids(DeliveryFilter(repository: "ACME/shop")) == ["b"])
    }
}
