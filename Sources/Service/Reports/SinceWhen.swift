import Foundation

/// From when on something is asked for: a while ago, or a time.
public enum SinceWhen {
    /// What ``date(_:now:)`` understands, for people.
    public static let shape = "a while such as 90m, 24h or 7d, or a time such as 2026-11-20 or 2026-11-20T14:00:00Z"

    /// Nil when the text is neither.
    public static func date(_ text: String, now: Date) -> Date? {
        let units: [Character: Double] = ["m": 60, "h": 3600, "d": 86_400]
        if let unit = text.last.flatMap({ units[$0] }), let number = Int(text.dropLast()),
            (0...100_000).contains(number)
        {
            return now.addingTimeInterval(-Double(number) * unit)
        }
        let isDay = text.utf8.count == 10
        return try? Date(isDay ? "\(text)T00:00:00Z" : text, strategy: .iso8601)
    }
}
