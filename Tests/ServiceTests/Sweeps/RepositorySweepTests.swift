import Automations
import Foundation
import Simulation
import Storage
import Testing

@testable import Service

@Suite("The sweep for repositories nobody told of")
struct RepositorySweepTests {
    static var unannounced: NewRepository {
        var repository = NewRepository()
        repository.isAnnounced = false
        return repository
    }

    func setUps(_ fixture: SweepFixture) async throws -> [String] {
        let ids = try await fixture.github.repositoryIDs
        return try await fixture.storage.database.read { tx in
            try ids.filter { try tx.runs.find(key: "setup:\($0.value)") != nil }.keys.sorted()
        }
    }

    @Test func aRepositoryThatNoDeliveryToldOfIsSetUpOnce() async throws {
        try await SweepFixture.with { fixture in
            try await fixture.github.createRepository("acme/site", Self.unannounced)
            try await fixture.github.createRepository("other/site", Self.unannounced)
            var fork = Self.unannounced
            fork.forkOf = "other/site"
            try await fixture.github.createRepository("acme/fork", fork)
            for _ in 1...2 { await fixture.repositorySweep().sweep() }
            #expect(try await setUps(fixture) == ["acme/site"])
            #expect(fixture.metrics.exposition.contains("slipway_repositories_found_total 1\n"))
            let run = try await fixture.storage.database.read { try $0.runs.counts() }
            #expect(run == [.queued: 1])
        }
    }

    @Test func whatWasThereBeforeSlipwayIsLeftAlone() async throws {
        try await SweepFixture.with { fixture in
            try await fixture.github.createRepository("acme/old", Self.unannounced)
            fixture.clock.advance(by: 4 * 86_400)
            try await fixture.github.createRepository("acme/yesterday", Self.unannounced)
            fixture.clock.advance(by: 86_400)
            await fixture.repositorySweep().sweep()
            #expect(try await setUps(fixture) == ["acme/yesterday"])
            // Down for a fortnight; then what was created in that time is found.
            fixture.clock.advance(by: 7 * 86_400)
            try await fixture.github.createRepository("acme/meanwhile", Self.unannounced)
            fixture.clock.advance(by: 7 * 86_400)
            await fixture.repositorySweep().sweep()
            #expect(try await setUps(fixture) == ["acme/meanwhile", "acme/yesterday"])
            await fixture.repositorySweep(reach: .all).sweep()
            #expect(try await setUps(fixture) == ["acme/meanwhile", "acme/old", "acme/yesterday"])
        }
    }

    @Test func anInstallationThatMustWaitDoesNotHoldUpOthers() async throws {
        try await SweepFixture.with { fixture in
            try await fixture.github.createRepository("other/site", Self.unannounced)
            try await fixture.github.createRepository("acme/site", Self.unannounced)
            try await fixture.github.setSuspended("other", true)
            await fixture.repositorySweep().sweep()
            #expect(try await setUps(fixture) == ["acme/site"])
            #expect(fixture.board.all[.repositorySweep]?.isHealthy == true, "suspended is no failure")
            try await fixture.github.setSuspended("other", false)
            let busy = try await fixture.github.installationID(of: "other")
            await fixture.github.exhaustRateLimit(installation: busy, reset: 1800)
            try await fixture.github.createRepository("acme/second", Self.unannounced)
            await fixture.repositorySweep().sweep()
            #expect(try await setUps(fixture) == ["acme/second", "acme/site"])
            let before = await fixture.github.ledger.count { $0.route == "/installation/repositories" }
            await fixture.repositorySweep().sweep()
            let after = await fixture.github.ledger.count { $0.route == "/installation/repositories" }
            #expect(after == before + 1, "only the other installation is called before the reset")
        }
    }

    @Test func withATokenEveryRepositoryItSeesIsLookedAt() async throws {
        try await SweepFixture.with(token: ["contents": "write"]) { fixture in
            for number in 1...130 { try await fixture.github.createRepository("acme/s-\(number)", Self.unannounced) }
            await fixture.repositorySweep().sweep()
            #expect(try await setUps(fixture).count == 130)
        }
    }
}

extension SimulatedGitHub {
    /// Ids by full name.
    var repositoryIDs: [String: Int] {
        get throws {
            Dictionary(
                uniqueKeysWithValues: try repositoryFullNames.map { ($0, try info($0).id) })
        }
    }
}
