import Foundation

/// How numbers, times and lists are written wherever people read them.
public enum Wording {
    /// `0.4 s`, `41 s`, `3 min 12 s`, `1 h 5 min`.
    public static func duration(_ seconds: Double) -> String {
        let seconds = max(0, seconds)
        if seconds < 9.95 { return "\(tenths(seconds)) s" }
        let whole = Int(seconds.rounded())
        if whole < 60 { return "\(whole) s" }
        if whole < 3600 { return pair(whole / 60, "min", whole % 60, "s") }
        return pair(whole / 3600, "h", whole % 3600 / 60, "min")
    }

    /// `14:21:09 UTC`
    public static func timeOfDay(_ date: Date) -> String {
        let second = Int(date.timeIntervalSince1970.rounded(.down)) % 86_400
        return "\(padded(second / 3600)):\(padded(second / 60 % 60)):\(padded(second % 60)) UTC"
    }

    /// `a`, `a and b`, `a, b and c`
    public static func list(_ items: [String]) -> String {
        guard let last = items.last, items.count > 1 else { return items.first ?? "" }
        return "\(items.dropLast().joined(separator: ", ")) and \(last)"
    }

    /// `1 file`, `23 files`
    public static func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }

    /// The first seven digits of a commit, as GitHub shows it.
    public static func short(_ commit: String) -> String { String(commit.prefix(7)) }

    /// At most `limit` code points, as GitHub counts, cut at a word where there is one, with `…` for what is missing.
    public static func cut(_ text: String, to limit: Int) -> String {
        guard text.unicodeScalars.count > limit else { return text }
        let head = beginning(of: text, limit - 1)
        let atWord = head.lastIndex(of: " ").map { head[..<$0] }
        let kept = atWord.flatMap { $0.unicodeScalars.count > limit / 2 ? $0 : nil } ?? head
        return kept.trimmingCharacters(in: .whitespaces) + "…"
    }

    /// Whole characters, unless the first is too long already: one may consist of any number of code points.
    private static func beginning(of text: String, _ limit: Int) -> Substring {
        let end = text.unicodeScalars.index(text.startIndex, offsetBy: limit)
        let whole = text.rangeOfComposedCharacterSequence(at: end).lowerBound
        return text[..<(whole > text.startIndex ? whole : end)]
    }

    private static func tenths(_ seconds: Double) -> String {
        let tenths = Int((seconds * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }

    private static func pair(_ major: Int, _ majorUnit: String, _ minor: Int, _ minorUnit: String) -> String {
        minor == 0 ? "\(major) \(majorUnit)" : "\(major) \(majorUnit) \(minor) \(minorUnit)"
    }

    private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
