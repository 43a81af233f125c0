import Foundation
import Service
import Storage

/// Deliveries as the terminal shows them.
enum DeliveryText {
    static func table(_ deliveries: [DeliveryReport]) -> Table {
        var table = Table("RECEIVED", "EVENT", "REPOSITORY", "STATUS", "LED TO", "GUID")
        for delivery in deliveries {
            table.rows.append([
                Moment.utc(delivery.received), delivery.title.printable, (delivery.repository ?? "").printable,
                StateSigns.text(delivery.status), result(delivery).cut(to: 60), delivery.guid,
            ])
        }
        return table
    }

    /// The runs, or why there are none.
    private static func result(_ delivery: DeliveryReport) -> String {
        let runs = delivery.runs.map { "\($0.automation) (run \($0.id), \($0.state))" }
        return ([delivery.reason?.printable].compactMap { $0 } + runs).joined(separator: "; ")
    }

    static func page(_ delivery: DeliveryReport, _ detail: DeliveryDetail, style: Style) -> String {
        var lines: [(String, String)] = [
            ("GUID", delivery.guid), ("event", delivery.title.printable),
            ("repository", (delivery.repository ?? "none").printable),
            ("sender", (delivery.sender ?? "unknown").printable),
            ("received", Moment.utc(delivery.received)), ("size", "\(detail.body.count) bytes"),
            ("status", StateSigns.text(delivery.status)),
        ]
        if let reason = delivery.reason { lines.append(("reason", reason.printable)) }
        lines += delivery.runs.map { ("run \($0.id)", "\($0.automation), \(StateSigns.text($0.state))") }
        lines += detail.headers.sorted { $0.key < $1.key }.map { ($0.key, $0.value.printable) }
        let width = lines.map(\.0.count).max() ?? 0
        return lines.map { name, value in
            style.faint(name + String(repeating: " ", count: width - name.count + 2)) + value
        }.joined(separator: "\n")
    }
}
