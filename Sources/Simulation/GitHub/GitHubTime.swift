import Foundation

/// Times as GitHub writes and reads them.
enum GitHubTime {
    /// `2026-11-21T14:21:09Z`.
    static func text(_ date: Date) -> String { date.formatted(.iso8601) }

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
