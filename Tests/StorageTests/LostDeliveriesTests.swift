import Foundation
import Storage
import Testing

@Suite("Lost deliveries")
struct LostDeliveriesTests {
    let folder = TemporaryFolder()
    let now = Date(timeIntervalSince1970: 1_800_000_000)

    func failed(_ guid: String, attempt: Int64 = 1, at seconds: Double = 0) -> FailedDelivery {
        FailedDelivery(
            guid: guid, attempt: attempt, event: "push", failed: now + seconds, lastFailed: now + seconds,
            failure: "timed out", isUnanswered: true)
    }

    @Test("what the log has is not lost, however GitHub saw it")
    func knownToTheLog() async throws {
        let database = try await Database.open(at: folder.url)
        try await database.write { [now] tx in
            _ = try tx.deliveries.append(
                ReceivedDelivery(guid: "stored", event: "push", body: Data(), received: now))
            #expect(try !tx.lostDeliveries.note(failed("stored"), hook: "app", at: now))
            #expect(try tx.lostDeliveries.note(failed("gone"), hook: "app", at: now))
            #expect(try !tx.lostDeliveries.note(failed("gone", attempt: 2, at: 60), hook: "app", at: now))
        }
        let lost = try await database.read { try $0.lostDeliveries.waiting(hook: "app") }
        #expect(lost.map(\.guid) == ["gone"])
        #expect(lost.first?.attempt == 2)
        #expect(lost.first?.failed == now)
        #expect(try await database.read { try $0.lostDeliveries.waiting(hook: "orgs/acme/hooks/1").isEmpty })
    }

    @Test("a request is on record before it is made, and not made for what has come")
    func requests() async throws {
        let database = try await Database.open(at: folder.url)
        try await database.write { [now] tx in
            try tx.lostDeliveries.note(failed("gone"), hook: "app", at: now)
            #expect(try tx.lostDeliveries.request("gone", due: now + 600, at: now))
            #expect(try tx.lostDeliveries.find("gone")?.requests == 1)
            try tx.lostDeliveries.withdrawRequest("gone", at: now + 1)
            #expect(try tx.lostDeliveries.find("gone")?.requested == nil)
            #expect(try tx.lostDeliveries.request("gone", due: now + 600, at: now + 2))
            _ = try tx.deliveries.append(ReceivedDelivery(guid: "gone", event: "push", body: Data(), received: now))
            #expect(try !tx.lostDeliveries.request("gone", due: now + 600, at: now + 3))
            #expect(try tx.lostDeliveries.list(limit: 10).isEmpty)
            #expect(try tx.lostDeliveries.settle(at: now + 4).map(\.guid) == ["gone"])
            #expect(try tx.lostDeliveries.settle(at: now + 5).isEmpty)
            #expect(try tx.lostDeliveries.counts() == [.recovered: 1])
            try tx.lostDeliveries.forget(endedBefore: now + 5)
            #expect(try tx.lostDeliveries.find("gone") == nil)
        }
    }

    @Test("what was given up stays so, and is shown with its reason")
    func givenUp() async throws {
        let database = try await Database.open(at: folder.url)
        try await database.write { [now] tx in
            try tx.lostDeliveries.note(failed("gone"), hook: "app", at: now)
            try tx.lostDeliveries.giveUp("gone", reason: "too old", at: now)
            try tx.lostDeliveries.note(failed("gone", attempt: 9), hook: "app", at: now)
            #expect(try tx.lostDeliveries.waiting(hook: "app").isEmpty)
            #expect(try tx.lostDeliveries.list(limit: 10).map(\.reason) == ["too old"])
            #expect(try !tx.lostDeliveries.request("gone", due: now, at: now))
        }
    }

    @Test("a sweep remembers how far it came and how it fails")
    func sweeps() async throws {
        let database = try await Database.open(at: folder.url)
        try await database.write { [now] tx in
            #expect(try tx.sweeps.begin("deliveries app", at: now).covered == nil)
            try tx.sweeps.cover("deliveries app", upTo: now + 60)
            try tx.sweeps.cover("deliveries app", upTo: now)
            #expect(try tx.sweeps.fail("deliveries app", reason: "away") == 1)
            #expect(try tx.sweeps.fail("deliveries app", reason: "away") == 2)
            #expect(try tx.sweeps.begin("deliveries app", at: now + 90).covered == now + 60)
            try tx.sweeps.succeed("deliveries app", at: now + 90)
            let sweep = try tx.sweeps.find("deliveries app")
            #expect(sweep?.failures == 0)
            #expect(sweep?.began == now)
            _ = try tx.sweeps.begin("sources abc", at: now)
            try tx.sweeps.forget(prefix: "sources ")
            #expect(try tx.sweeps.all().map(\.name) == ["deliveries app"])
        }
    }
}
