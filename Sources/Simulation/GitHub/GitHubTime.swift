import Foundation

/// Times as GitHub writes and reads them.
enum GitHubTime {
    /// `2026-11-21T14:21:09Z`.
    static func text(_ date: Date) -> String { date.formatted(.iso8601) }

    /// `Sat, 21 Nov 2026 14:21:09 GMT`, as in headers.
    static func http(_ date: Date) -> String {
        let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let parts = text(date).split { "-T:Z".contains($0) }
        let weekday = days[Int((date.timeIntervalSince1970 / 86_400).rounded(.down)) % 7]
        return
            "\(weekday), \(parts[2]) \(months[(Int(parts[1]) ?? 1) - 1]) \(parts[0]) \(parts[3]):\(parts[4]):\(parts[5]) GMT"
    }

    static func json(_ date: Date?) -> JSONValue { date.map { .string(text($0)) } ?? .null }

    /// ISO 8601 with `Z` or an offset; the offset in minutes is kept, because it is part of a commit.
    static func parse(_ text: String) -> (date: Date, zone: Int)? {
        let style = Date.ISO8601FormatStyle()
        let precise = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        guard let date = (try? style.parse(text)) ?? (try? precise.parse(text)) else { return nil }
        let offset = text.suffix(6)
        guard let sign = offset.first, sign == "+" || sign == "-" else { return (date, 0) }
        let digits = offset.dropFirst().filter(\.isNumber)
        guard let value = Int(digits) else { return (date, 0) }
        return (date, (sign == "-" ? -1 : 1) * (value / 100 * 60 + value % 100))
    }
}
