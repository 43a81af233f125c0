import Foundation

/// Times as people read them in a terminal.
enum Moment {
    /// `2026-11-21 14:21:09 UTC`
    static func utc(_ date: Date) -> String {
        date.formatted(.iso8601.dateTimeSeparator(.space).timeZoneSeparator(.omitted)).replacing("Z", with: " UTC")
    }

    /// `42 s`, `12 min`, `3 h`, `5 d`
    static func age(of date: Date, at now: Date) -> String {
        let seconds = max(0, Int(now.timeIntervalSince(date)))
        switch seconds {
        case ..<60: return "\(seconds) s"
        case ..<3600: return "\(seconds / 60) min"
        case ..<86400: return "\(seconds / 3600) h"
        default: return "\(seconds / 86400) d"
        }
    }

    /// `0.4 s` or `3 min 12 s`
    static func duration(from start: Date?, to end: Date?) -> String {
        guard let start, let end else { return "" }
        let seconds = max(0, end.timeIntervalSince(start))
        if seconds < 10 { return "\((seconds * 10).rounded() / 10) s" }
        return seconds < 60 ? "\(Int(seconds)) s" : "\(Int(seconds) / 60) min \(Int(seconds) % 60) s"
    }
}
