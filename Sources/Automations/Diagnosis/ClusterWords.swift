/// What components of the cluster say, shortened to what a person can use. The texts are long, wrap one another and
/// name pods that differ with every attempt.
enum ClusterWords {
    /// At most this many characters of a message are told.
    static let limit = 500

    /// One line, without an end, for the middle of a sentence.
    static func line(_ message: String) -> String {
        let oneLine = message.split(whereSeparator: \.isNewline).joined(separator: " ")
            .trimmingPrefix(while: \.isWhitespace)
        let text = Wording.cut(String(oneLine), to: limit)
        return text.hasSuffix(".") ? String(text.dropLast()) : text
    }

    /// What follows the last occurrence of a text, or all of it.
    static func after(_ text: String, in message: String) -> String {
        message.ranges(of: text).last.map { String(message[$0.upperBound...]) } ?? message
    }

    /// What stands between quotes after a text: the name in `secret "app-env" not found`.
    static func quoted(after text: String, in message: String) -> String? {
        guard let start = message.firstRange(of: text + "\"") else { return nil }
        let rest = message[start.upperBound...]
        return rest.firstIndex(of: "\"").map { String(rest[..<$0]) }
    }
}

extension String {
    /// Without backticks, for a commit status.
    var unmarked: String { replacing("`", with: "") }

    /// Whether it holds one of these, whatever its capitals.
    func mentions(_ texts: String...) -> Bool {
        let lower = lowercased()
        return texts.contains { lower.contains($0) }
    }
}
