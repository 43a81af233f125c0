/// `docs/metrics.md`: every metric in words.
enum MetricsPage {
    static var text: String {
        let rows = Metric.allCases.map { metric in
            "| `\(metric.name)` | \(metric.type) | \(labels(of: metric)) | \(metric.help) |"
        }
        return """
            # Metrics

            What `/metrics` on the operations address shows, in Prometheus' text format. Durations are in seconds, sizes in bytes, times in
            seconds since 1970. No label's values grow with the number of projects. Alert rules and a Grafana dashboard that use
            these names are in [Deploy/monitoring](../Deploy/monitoring). Histograms end in `_bucket`, `_sum` and `_count`.

            This page is written by `make docs`; a test compares it with the program, with the rules and with the dashboard.

            | metric | type | labels | meaning |
            | --- | --- | --- | --- |
            \(rows.joined(separator: "\n"))

            """
    }

    private static func labels(of metric: Metric) -> String {
        metric.meaning.labels.map { label in
            switch label.values {
            case .only(let values): "`\(label.name)`: \(values.joined(separator: ", "))"
            case .few(let words): "`\(label.name)`: \(words)"
            }
        }.joined(separator: "; ")
    }
}
