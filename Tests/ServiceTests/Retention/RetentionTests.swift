import Foundation
import Storage
import Testing

@testable import Service

@Suite("Retention")
struct RetentionTests {
    let fixture: StorageFixture
    let metrics = MetricsRegistry()

    init() async throws {
        fixture = try await StorageFixture()
    }

    private var retention: Retention {
        Retention(
            database: fixture.database, keep: .seconds(30 * 86_400), logger: .silent, metrics: metrics,
            now: { StorageFixture.now })
    }

    /// What packing does not make smaller.
    private static let noise = Data((0..<8000).map { _ in UInt8.random(in: 0...255) })

    /// Stores deliveries that ended so many days ago; nil: not yet.
    private func store(_ count: Int, endedDaysAgo days: Double?, prefix: String) async throws {
        try await fixture.database.write { tx in
            for number in 0..<count {
                let guid = "\(prefix)-\(number)"
                let received = StorageFixture.now.addingTimeInterval(-(days ?? 90) * 86_400)
                _ = try tx.deliveries.append(
                    ReceivedDelivery(guid: guid, event: "push", body: Self.noise, received: received))
                if days != nil { try tx.deliveries.finish(guid, .done, at: received) }
            }
        }
    }

    @Test func aRoundForgetsEverythingThatIsOldAndGivesTheSpaceBack() async throws {
        try await store(Retention.batch * 4 + 1, endedDaysAgo: 31, prefix: "old")
        try await store(3, endedDaysAgo: 29, prefix: "young")
        try await store(2, endedDaysAgo: nil, prefix: "open")
        let before = try await fixture.database.size()
        await retention.round()
        let left = try await fixture.database.read { try $0.deliveries.list(limit: 999).map(\.guid) }
        #expect(left == ["open-1", "open-0", "young-2", "young-1", "young-0"])
        let after = try await fixture.database.size()
        #expect(after.bytes < before.bytes / 2)
        #expect(metrics.exposition.contains("slipway_retention_forgotten_total{record=\"delivery\"} 401\n"))
        #expect(
            metrics.exposition.contains(
                "slipway_retention_last_round_timestamp_seconds \(Int(StorageFixture.now.timeIntervalSince1970))\n"))
    }

    @Test func theServiceDoesItAtItsStart() async throws {
        try await store(1, endedDaysAgo: 31, prefix: "old")
        let retention = retention
        try await serving([retention]) { [fixture] in
            try await eventually("the old delivery is forgotten") {
                try await fixture.database.read { try $0.deliveries.list(limit: 9).isEmpty }
            }
        }
    }

    @Test func theAuditStaysLongerThanWhatItTells() async throws {
        try await fixture.database.write { tx in
            for days in [401.0, 399, 31] {
                try tx.audit.note(
                    .pause, of: nil, reason: "\(Int(days))",
                    at: StorageFixture.now.addingTimeInterval(-days * 86_400))
            }
        }
        await retention.round()
        let left = try await fixture.database.read { try $0.audit.list(limit: 9).compactMap(\.reason) }
        #expect(left == ["31", "399"])
        #expect(metrics.exposition.contains("slipway_retention_forgotten_total{record=\"audit\"} 1\n"))
    }

    @Test func whatIsForgottenIsStillNotDoneTwice() async throws {
        let dispatcher = try await DispatcherTests()
        _ = try await dispatcher.dispatch("repository", DispatcherTests.created(), guid: "first")
        let database = dispatcher.fixture.database
        try await database.write { tx in
            let run = try #require(try tx.runs.find(key: "setup:42"))
            try tx.runs.end(run.id, .cancelled, reason: "over", at: StorageFixture.now)
        }
        let later = StorageFixture.now.addingTimeInterval(31 * 86_400)
        for _ in 1...2 {
            _ = try await database.write { try $0.forget(endedBefore: later, limit: 10) }
        }
        let report = try await dispatcher.dispatch("repository", DispatcherTests.created(), guid: "again")
        #expect(report.runs.isEmpty)
        #expect(report.status == "done")
        #expect(report.reason == "a run that ended at 2027-01-15T08:00:00Z did this already")
    }

    @Test func theSizeOfTheDatabaseIsAMetric() async throws {
        await Gauges.of(fixture.database, metrics).sample()
        for part in ["used", "free", "log"] {
            #expect(metrics.exposition.contains("slipway_database_bytes{part=\"\(part)\"} "))
        }
    }
}
