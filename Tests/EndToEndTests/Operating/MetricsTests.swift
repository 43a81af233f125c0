import Foundation
import Service
import Simulation
import Testing

extension EndToEnd {
    /// `/metrics` of the real program after some work.
    @Suite struct TheMetrics {
        @Test func theyTellOfEverythingAndAreWhatPrometheusReads() async throws {
            try await World.with { world in
                let site = try await world.createRunningRepository("acme/site")
                let broken = try await site.push(message: "Crash", build: .held)
                await world.cluster.setBehaviour(.crashes(exitCode: 1), forTag: broken)
                try await site.finishBuild(of: broken)
                _ = try await site.comment(on: broken, says: "stopped at development")
                try await site.isQuiet()
                let page = try await world.page("/metrics")
                try await Self.isRead(page)
                let metrics = Exposition(page)
                // Nothing that the catalogue does not have, and nothing of a project.
                #expect(Set(metrics.families).subtracting(Metric.allCases.map(\.name)).isEmpty)
                for secret in [site.project, "acme/site", String(site.id)] {
                    #expect(!metrics.text.contains(secret), "\(secret) is in a label")
                }
                for expected in [
                    #"slipway_deliveries_decided_total{event="repository",result="done"}"#,
                    #"slipway_deliveries_decided_total{event="push",result="done"}"#,
                    #"slipway_run_seconds_count{automation="SetUpProject",state="done"}"#,
                    #"slipway_run_step_seconds_count{automation="Deploy",result="done"}"#,
                    #"slipway_outbox_posts_total{kind="comment",result="delivered"}"#,
                    #"slipway_github_remaining{account="installation"}"#,
                    #"slipway_component_up{component="cluster"}"#, #"slipway_projects{state="active"}"#,
                    "slipway_memory_bytes", "slipway_open_files",
                ] {
                    #expect((metrics[expected] ?? 0) > 0, "\(expected)")
                }
                #expect(metrics[#"slipway_sources{state="ready"}"#] == 3)
                #expect(metrics[#"slipway_releases_total{environment="production",state="ready"}"#] == 1)
                #expect(metrics[#"slipway_releases_total{environment="development",state="failed"}"#] == 1)
                #expect(metrics[#"slipway_releases_total{environment="staging",state="skipped"}"#] == 1)
                #expect(metrics[#"slipway_queue_length{queue="deliveries"}"#] == 0)
                let asked = metrics.sum(of: "slipway_kubernetes_request_seconds_count")
                #expect(asked > 50)
            }
        }

        private static func isRead(_ page: Data) async throws {
            guard Validators.areInstalled else { return }
            let file = FileManager.default.temporaryDirectory.appending(path: "metrics-\(UUID().uuidString).txt")
            defer { try? FileManager.default.removeItem(at: file) }
            try page.write(to: file)
            let result = try await Validators.checkMetrics(file)
            #expect(result.status == .exited(0), "\(result.output)")
        }

        @Test(.enabled(if: Validators.areInstalled, "make validators installs the validators"))
        func theExpressionsOfRulesAndDashboardArePromQL() async throws {
            let folder = PackageRoot.url.appending(path: "Deploy/monitoring")
            let result = try await Validators.checkRules(folder)
            #expect(result.status == .exited(0), "\(result.output)")
        }
    }
}

/// A page of metrics, by series.
private struct Exposition {
    let text: String
    private let values: [String: Double]

    init(_ page: Data) {
        text = String(decoding: page, as: UTF8.self)
        let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
        values = Dictionary(
            lines.compactMap { line in
                guard let space = line.lastIndex(of: " "), let value = Double(line[line.index(after: space)...]) else {
                    return nil
                }
                return (String(line[..<space]), value)
            }, uniquingKeysWith: { first, _ in first })
    }

    /// The names after `# TYPE`.
    var families: [String] {
        text.split(separator: "\n").filter { $0.hasPrefix("# TYPE ") }.map { String($0.split(separator: " ")[2]) }
    }

    subscript(_ series: String) -> Double? { values[series] }

    func sum(of name: String) -> Double {
        values.filter { $0.key.hasPrefix(name + "{") }.values.reduce(0, +)
    }
}
