import Foundation

/// Times as Kubernetes writes them.
enum RFC3339 {
    /// Reads whole seconds or any number of decimals, with `Z` or an offset.
    static func date(_ text: String) -> Date? {
        guard let dot = text.firstIndex(of: ".") else { return try? Date(text, strategy: .iso8601) }
        let digits = text[text.index(after: dot)...].prefix { $0.isASCII && $0.isNumber }
        guard let fraction = Double("0.\(digits)"), !digits.isEmpty else { return nil }
        let whole = String(text[..<dot]) + text[digits.endIndex...]
        return (try? Date(whole, strategy: .iso8601))?.addingTimeInterval(fraction)
    }

    static func text(_ date: Date, microseconds: Bool) -> String {
        guard microseconds else { return date.formatted(.iso8601) }
        let total = Int64((date.timeIntervalSince1970 * 1_000_000).rounded())
        let remainder = (total % 1_000_000 + 1_000_000) % 1_000_000
        let seconds = Date(timeIntervalSince1970: Double((total - remainder) / 1_000_000))
        let digits = String(remainder)
        let padded = String(repeating: "0", count: 6 - digits.count) + digits
        return seconds.formatted(.iso8601).dropLast() + "." + padded + "Z"
    }

    static func decode(_ decoder: any Decoder) throws -> Date {
        let container = try decoder.singleValueContainer()
        guard let date = try date(container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an RFC 3339 time")
        }
        return date
    }
}
