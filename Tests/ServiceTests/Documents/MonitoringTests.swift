import Foundation
import Testing
import Yams

@testable import Service

@Suite("What Prometheus and Grafana are given")
struct MonitoringTests {
    private static let samples = Dictionary(
        uniqueKeysWithValues: Metric.allCases.flatMap { metric in metric.sampleNames.map { ($0, metric) } })

    @Test("docs/metrics.md names every metric; make docs writes it")
    func thePageIsTheProgram() throws {
        #expect(try Documents.page("docs/metrics.md", madeOf: MetricsPage.text) == MetricsPage.text)
    }

    @Test(arguments: ["Deploy/monitoring/alerts.yaml", "Deploy/monitoring/dashboard.json", "README.md"])
    func everyNameIsAMetric(_ path: String) throws {
        let names = try Self.names(in: Documents.text(path))
        #expect(!names.isEmpty)
        #expect(names.filter { Self.samples[$0] == nil } == [])
    }

    @Test func everyMetricIsOnTheDashboard() throws {
        let shown = Set(try Self.names(in: Documents.text("Deploy/monitoring/dashboard.json")).map { Self.samples[$0] })
        #expect(Metric.allCases.filter { !shown.contains($0) } == [])
    }

    @Test(arguments: ["Deploy/monitoring/alerts.yaml", "Deploy/monitoring/dashboard.json"])
    func selectorsUseLabelsThatExist(_ path: String) throws {
        let text = try Documents.text(path).replacing("\\\"", with: "\"")
        var number = 0
        for match in text.matches(of: /(slipway_[a-z_]+)\{([^}]*)\}/) {
            let metric = try #require(Self.samples[String(match.1)], "\(match.1)")
            for matcher in match.2.matches(of: /([a-z_]+)(=~|!~|!=|=)"([^"]*)"/) {
                let label = try #require(
                    metric.meaning.labels.first { $0.name == matcher.1 }, "\(metric.name) has no label \(matcher.1)")
                number += 1
                guard case .only(let values) = label.values else { continue }
                for value in matcher.3.split(separator: "|") {
                    #expect(values.contains(String(value)), "\(metric.name) has no \(label.name) \(value)")
                }
            }
        }
        #expect(number > 0)
    }

    @Test func whatAlertsAreSummedByExists() throws {
        let rules = try #require(try Yams.load(yaml: Documents.text("Deploy/monitoring/alerts.yaml")) as? [String: Any])
        let groups = try #require(rules["groups"] as? [[String: Any]])
        let alerts = groups.flatMap { $0["rules"] as? [[String: Any]] ?? [] }
        #expect(alerts.count >= 15)
        #expect(Set(alerts.compactMap { $0["alert"] as? String }).count == alerts.count)
        for alert in alerts {
            let expression = try #require(alert["expr"] as? String)
            let annotations = try #require(alert["annotations"] as? [String: String])
            #expect(annotations["whatToDo"]?.isEmpty == false, "\(expression)")
            let known = Set(Self.names(in: expression).compactMap { Self.samples[$0] }.flatMap(\.labels))
            for by in expression.matches(of: /by \(([a-z_, ]+)\)/) {
                for label in by.1.split(separator: ", ") { #expect(known.contains(String(label)), "\(expression)") }
            }
            for used in (annotations["summary"] ?? "").matches(of: /\$labels\.([a-z_]+)/) {
                #expect(known.contains(String(used.1)), "\(expression)")
            }
        }
    }

    @Test func noLabelGrowsWithWhatIsInCare() {
        for metric in Metric.allCases {
            #expect(Set(metric.labels).isDisjoint(with: ["project", "repository", "run", "delivery", "namespace"]))
            #expect(!metric.help.isEmpty && metric.help.hasSuffix("."))
        }
        #expect(Set(Metric.allCases.map(\.name)).count == Metric.allCases.count)
    }

    private static func names(in text: String) -> [String] {
        text.matches(of: /slipway_[a-z_]+/).map { String($0.0) }.filter { !$0.hasSuffix("_") }
    }
}
