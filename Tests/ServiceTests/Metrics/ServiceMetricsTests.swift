import Automations
import Foundation
import Storage
import Testing

@testable import Service

@Suite("What is counted")
struct ServiceMetricsTests {
    let registry = MetricsRegistry()

    @Test func eventsThatNobodyKnowsAreCountedTogether() {
        let counters = DecisionCounters(registry)
        counters.count("push", .done)
        counters.count("push", .done)
        counters.count("push", .ignored)
        counters.count("x\"y", .ignored)
        counters.count("another", .ignored)
        let text = registry.exposition
        #expect(text.contains(#"slipway_deliveries_decided_total{event="push",result="done"} 2"# + "\n"))
        #expect(text.contains(#"slipway_deliveries_decided_total{event="push",result="ignored"} 1"# + "\n"))
        #expect(text.contains(#"slipway_deliveries_decided_total{event="other",result="ignored"} 2"# + "\n"))
    }

    @Test func ofInstallationsTheOneWithLeastLeftIsShownForAnHour() {
        let time = LaterTime(StorageFixture.now)
        let gauges = RateLimitGauges(registry, now: { time.now })
        gauges.note("installation 1", remaining: 4000, limit: 5000)
        gauges.note("installation 2", remaining: 300, limit: 6000)
        gauges.note("installation 1", remaining: 3999, limit: 5000)
        gauges.note("app", remaining: 17, limit: nil)
        gauges.note("app", remaining: nil, limit: nil)
        #expect(lines("remaining") == [#"{account="app"} 17"#, #"{account="installation"} 300"#])
        #expect(lines("limit") == [#"{account="installation"} 6000"#])
        time.pass(3601)
        gauges.note("installation 1", remaining: 4990, limit: 5000)
        #expect(lines("remaining").last == #"{account="installation"} 4990"#)
        time.pass(1)
        gauges.note("installation 2", remaining: 20, limit: 6000)
        time.pass(3601)
        gauges.sample()
        #expect(lines("remaining").last == #"{account="installation"} 6000"#, "nobody has asked for an hour")
    }

    private func lines(_ name: String) -> [String] {
        registry.exposition.split(separator: "\n").filter { $0.hasPrefix("slipway_github_\(name){") }
            .map { String($0.dropFirst("slipway_github_\(name)".count)) }
    }

    @Test func releasesAreCountedOnceInEachEnvironment() async throws {
        let fixture = try await StorageFixture()
        try await fixture.register()
        let (project, now) = (StorageFixture.project.value, StorageFixture.now)
        let tally = ReleaseTally(registry, since: now)
        let release = try await fixture.database.write { tx in
            let build = BuildReport(
                project: project, sha: StorageFixture.sha, ref: "refs/heads/main", run: 1, attempt: 1, number: 1,
                name: "slipway", url: "https://github.com/x", state: .success, subject: "One")
            let release = try tx.releases.record(build, at: now).release.id
            try tx.releases.update(.development, of: release, at: now) { ($0.state, $0.finished) = (.ready, now) }
            return release
        }
        // Nobody said that this project had anything to do.
        try await tally.count(in: fixture.database, at: now)
        #expect(ended.isEmpty)
        for _ in 1...2 {
            tally.note(project: project)
            try await tally.count(in: fixture.database, at: now.addingTimeInterval(5))
            #expect(ended == [#"{environment="development",state="ready"} 1"#])
        }
        try await fixture.database.write { tx in
            let later = now.addingTimeInterval(3)
            try tx.releases.update(.staging, of: release, at: later) { ($0.state, $0.finished) = (.failed, later) }
        }
        tally.note(project: project)
        try await tally.count(in: fixture.database, at: now.addingTimeInterval(10))
        #expect(
            ended == [#"{environment="development",state="ready"} 1"#, #"{environment="staging",state="failed"} 1"#])
    }

    private var ended: [String] {
        registry.exposition.split(separator: "\n").filter { $0.hasPrefix("slipway_releases_total{") }
            .map { String($0.dropFirst("slipway_releases_total".count)) }
    }
}
