import CoreMetrics
import Service
import Testing

@Suite("Metrics")
struct MetricsRegistryTests {
    let registry = MetricsRegistry()

    @Test func theTextIsWhatPrometheusReads() {
        Counter(label: "slipway.deliveries", dimensions: [("result", "accepted")], factory: registry).increment(by: 2)
        Counter(label: "slipway.deliveries", dimensions: [("result", "accepted")], factory: registry).increment()
        Counter(label: "slipway.deliveries", dimensions: [("result", "duplicate")], factory: registry).increment()
        Gauge(label: "slipway.runs.waiting", factory: registry).record(7)
        Meter(label: "slipway.outbox.age", factory: registry).set(1.5)
        #expect(
            registry.exposition == """
                # HELP slipway_deliveries_total Deliveries with a right signature, by what the intake did.
                # TYPE slipway_deliveries_total counter
                slipway_deliveries_total{result="accepted"} 3
                slipway_deliveries_total{result="duplicate"} 1
                # TYPE slipway_outbox_age gauge
                slipway_outbox_age 1.5
                # TYPE slipway_runs_waiting gauge
                slipway_runs_waiting 7

                """)
    }

    @Test func timersAreHistogramsInSeconds() {
        let timer = Timer(label: "append", dimensions: [("disk", "a")], factory: registry)
        timer.recordMilliseconds(3)
        timer.recordMilliseconds(30)
        timer.recordSeconds(1000)
        let lines = registry.exposition.split(separator: "\n").map(String.init)
        #expect(lines.first == "# TYPE append_seconds histogram")
        #expect(lines.contains("append_seconds_bucket{disk=\"a\",le=\"0.001\"} 0"))
        #expect(lines.contains("append_seconds_bucket{disk=\"a\",le=\"0.005\"} 1"))
        #expect(lines.contains("append_seconds_bucket{disk=\"a\",le=\"0.05\"} 2"))
        #expect(lines.contains("append_seconds_bucket{disk=\"a\",le=\"300\"} 2"))
        #expect(lines.contains("append_seconds_bucket{disk=\"a\",le=\"+Inf\"} 3"))
        #expect(lines.contains("append_seconds_sum{disk=\"a\"} 1000.033"))
        #expect(lines.last == "append_seconds_count{disk=\"a\"} 3")
    }

    @Test func namesAndLabelsAreSanitisedAndValuesEscaped() {
        Counter(
            label: "1.http-requests", dimensions: [("http.route", "a\"b\\c\nd"), ("code", "200")], factory: registry
        ).increment()
        #expect(
            registry.exposition == """
                # TYPE _1_http_requests_total counter
                _1_http_requests_total{code="200",http_route="a\\"b\\\\c\\nd"} 1

                """)
    }

    @Test func aNameKeepsOneType() {
        Gauge(label: "size", factory: registry).record(1)
        Recorder(label: "size", factory: registry).record(5)
        #expect(registry.exposition.contains("# TYPE size gauge\nsize 1\n"))
        #expect(registry.exposition.contains("# TYPE size_histogram histogram\n"))
    }
}
