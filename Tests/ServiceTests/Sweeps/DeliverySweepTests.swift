import Foundation
import Simulation
import Storage
import Testing

@testable import Service

@Suite("The sweep for lost deliveries")
struct DeliverySweepTests {
    @Test func whatGitHubCouldNotDeliverIsAskedForOnce() async throws {
        try await SweepFixture.with { fixture in
            await fixture.github.setAppWebhook(url: SweepFixture.nowhere, secret: "s")
            for number in 1...120 { try await fixture.github.createRepository("acme/site-\(number)") }
            try await fixture.isTried()
            let all = await fixture.github.deliveries()
            // One was stored, and its answer came too late for GitHub.
            try await fixture.store(all[5].guid)
            let sweep = fixture.deliverySweep()
            await sweep.sweep()
            var requests = await fixture.requests
            #expect(requests.count == 120, "the ping and all but the one that is stored")
            #expect(requests.values.allSatisfy { $0 == 1 })
            #expect(requests[all[5].guid] == nil)
            #expect(await fixture.github.peakConcurrency <= 4)
            // A moment later GitHub may still be about to send them.
            try await fixture.isTried()
            fixture.clock.advance(by: 300)
            await sweep.sweep()
            requests = await fixture.requests
            #expect(requests.values.allSatisfy { $0 == 1 })
            #expect(try await fixture.lost.allSatisfy { $0.requests == 1 && $0.state == .lost })
            fixture.clock.advance(by: 301)
            await sweep.sweep()
            #expect(await fixture.requests.values.allSatisfy { $0 == 2 })
        }
    }

    @Test func whatArrivesIsRecoveredAndCounted() async throws {
        try await SweepFixture.with { fixture in
            await fixture.github.setAppWebhook(url: SweepFixture.nowhere, secret: "s")
            try await fixture.isTried()
            let sweep = fixture.deliverySweep()
            await sweep.sweep()
            let guid = try #require(try await fixture.lost.first?.guid)
            try await fixture.store(guid)
            let report = try await fixture.storage.database.read { try $0.deliveryReport(guid) }
            #expect(report?.status == "queued")
            #expect(report?.redelivery?.requests == 1)
            await sweep.sweep()
            #expect(try await fixture.lost.isEmpty)
            let metrics = fixture.metrics.exposition
            #expect(metrics.contains("slipway_deliveries_recovered_total 1\n"))
            #expect(metrics.contains("slipway_redeliveries_requested_total 1\n"))
            #expect(metrics.contains(#"slipway_sweeps_total{result="done",sweep="deliveries"} 2"#), "\(metrics)")
            #expect(metrics.contains("slipway_sweep_last_success_timestamp_seconds"))
        }
    }

    @Test func whatNeverSucceedsIsGivenUpAndReported() async throws {
        try await SweepFixture.with { fixture in
            await fixture.github.setAppWebhook(url: SweepFixture.nowhere, secret: "s")
            try await fixture.isTried()
            let sweep = fixture.deliverySweep()
            for _ in 1...(4 * 24) {
                await sweep.sweep()
                try await fixture.isTried()
                fixture.clock.advance(by: 3600)
            }
            let requests = await fixture.requests
            #expect(requests.count == 1)
            let count = try #require(requests.first?.value)
            #expect((8...16).contains(count), "\(count) requests in three days")
            let report = try await fixture.storage.database.read { try $0.lostDeliveryReports(limit: 5).first }
            #expect(report?.status == "lost")
            #expect(report?.reason?.isEmpty == false)
            #expect(report?.redelivery?.next == nil)
            #expect(report?.redelivery?.failure == "failed to connect to host")
            #expect(fixture.metrics.exposition.contains("slipway_deliveries_given_up_total 1\n"))
        }
    }

    @Test func theSecondSweepReadsOnlyWhatIsNew() async throws {
        try await SweepFixture.with { fixture in
            await fixture.github.setAppWebhook(url: SweepFixture.nowhere, secret: "s")
            for number in 1...250 { try await fixture.github.createRepository("acme/site-\(number)") }
            try await fixture.isTried()
            for delivery in await fixture.github.deliveries() { try await fixture.store(delivery.guid) }
            let sweep = fixture.deliverySweep()
            await sweep.sweep()
            #expect(await fixture.lists == 3, "251 deliveries, 100 on a page")
            for name in ["acme/one-more", "acme/and-another"] {
                fixture.clock.advance(by: 2 * 3600)
                try await fixture.github.createRepository(name)
                try await fixture.isTried()
                await sweep.sweep()
            }
            #expect(await fixture.lists == 3 + 3 + 2, "the last hour again, and what came since")
            #expect(await fixture.requests.count == 2)
        }
    }

    @Test func aSweepThatCouldNotReadToTheEndIsNotCountedAsDone() async throws {
        try await SweepFixture.with { fixture in
            await fixture.github.setAppWebhook(url: SweepFixture.nowhere, secret: "s")
            for number in 1...150 { try await fixture.github.createRepository("acme/site-\(number)") }
            try await fixture.isTried()
            await fixture.github.inject(Fault(.answer(status: 502, body: "{}"), path: "cursor="))
            let sweep = fixture.deliverySweep()
            await sweep.sweep()
            #expect(await fixture.requests.isEmpty)
            await sweep.sweep()
            #expect(await fixture.requests.count == 151)
        }
    }

    @Test func aLimitEndsTheRoundAndNothingIsCalledBeforeItsEnd() async throws {
        try await SweepFixture.with { fixture in
            await fixture.github.setAppWebhook(url: SweepFixture.nowhere, secret: "s")
            for number in 1...30 { try await fixture.github.createRepository("acme/site-\(number)") }
            try await fixture.isTried()
            await fixture.github.inject(
                Fault(.answer(status: 429, body: "{}", headers: ["Retry-After": "900"]), path: "attempts$"))
            let sweep = fixture.deliverySweep()
            await sweep.sweep()
            let asked = await fixture.github.requestCountOfAttempts
            // Those that were on their way when GitHub refused; it answers in any order.
            #expect((1..<30).contains(asked))
            for _ in 1...2 {
                fixture.clock.advance(by: 300)
                await sweep.sweep()
            }
            #expect(await fixture.github.requestCountOfAttempts == asked)
            #expect(await fixture.lists == 1)
            fixture.clock.advance(by: 301)
            await sweep.sweep()
            let requests = await fixture.requests
            #expect(requests.count == 31)
        }
    }

    @Test func whatIsMoreThanARoundTakesTheNextOne() async throws {
        try await SweepFixture.with { fixture in
            await fixture.github.setAppWebhook(url: SweepFixture.nowhere, secret: "s")
            for number in 1...9 { try await fixture.github.createRepository("acme/site-\(number)") }
            try await fixture.isTried()
            let sweep = fixture.deliverySweep(perRound: 6)
            await sweep.sweep()
            #expect(await fixture.requests.count == 6)
            await sweep.sweep()
            #expect(await fixture.requests.count == 10)
        }
    }
}

extension SimulatedGitHub {
    var requestCountOfAttempts: Int {
        ledger.count { $0.method == "POST" && $0.path.hasSuffix("/attempts") }
    }
}
