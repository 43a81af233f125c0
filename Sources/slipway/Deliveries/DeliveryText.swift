import Foundation
import Service
import Storage

/// Deliveries as the terminal shows them.
enum DeliveryText {
    static func table(_ deliveries: [DeliveryReport]) -> Table {
        var table = Table("RECEIVED", "VIA", "EVENT", "REPOSITORY", "STATUS", "LED TO", "GUID")
        for delivery in deliveries {
            table.rows.append([
                Moment.utc(delivery.received), via(delivery), delivery.title.printable,
                (delivery.repository ?? "").printable,
                StateSigns.text(delivery.status), result(delivery).cut(to: 60), delivery.guid,
            ])
        }
        return table
    }

    /// The runs, or why there are none.
    private static func result(_ delivery: DeliveryReport) -> String {
        let runs = delivery.runs.map { "\($0.automation) (run \($0.id), \($0.state))" }
        let lost = delivery.status == DeliveryReport.lost ? redelivery(delivery) : nil
        return ([delivery.reason?.printable, lost].compactMap { $0 } + runs).joined(separator: "; ")
    }

    private static func via(_ delivery: DeliveryReport) -> String {
        if delivery.status == DeliveryReport.lost { return "" }
        return delivery.redelivery == nil ? "webhook" : "redelivery"
    }

    /// How it came, or what is done so that it comes; nil when it came by itself.
    private static func redelivery(_ delivery: DeliveryReport) -> String? {
        guard let redelivery = delivery.redelivery else { return nil }
        guard delivery.status == DeliveryReport.lost else { return "it came after Slipway asked for it again" }
        var words = "GitHub said \"\(redelivery.failure.printable)\""
        if redelivery.requests > 0 { words += ", asked for again \(redelivery.requests)×" }
        if let next = redelivery.next { words += ", next \(Moment.utc(next))" }
        return words
    }

    static func page(_ delivery: DeliveryReport, _ detail: DeliveryDetail?, style: Style) -> String {
        var lines: [(String, String)] = [
            ("GUID", delivery.guid), ("event", delivery.title.printable),
            ("repository", (delivery.repository ?? "none").printable),
            ("sender", (delivery.sender ?? "unknown").printable),
            (detail == nil ? "failed" : "received", Moment.utc(delivery.received)),
            ("size", detail.map { "\($0.body.count) bytes" } ?? "not received"),
            ("status", StateSigns.text(delivery.status)),
        ]
        if let reason = delivery.reason { lines.append(("reason", reason.printable)) }
        lines += delivery.runs.map { ("run \($0.id)", "\($0.automation), \(StateSigns.text($0.state))") }
        if let redelivery = redelivery(delivery) { lines.append(("redelivery", redelivery)) }
        lines += (detail?.headers ?? [:]).sorted { $0.key < $1.key }.map { ($0.key, $0.value.printable) }
        let width = lines.map(\.0.count).max() ?? 0
        return lines.map { name, value in
            style.faint(name + String(repeating: " ", count: width - name.count + 2)) + value
        }.joined(separator: "\n")
    }
}
