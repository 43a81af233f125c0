/// Sentences in which code is set off by backticks, as troubles are written. Everything else in them is plain text from
/// outside; a backtick without a partner is just a character.
enum MarkedText {
    static func render(_ text: String) -> String {
        let parts = text.split(separator: "`", omittingEmptySubsequences: false).map(String.init)
        guard parts.count > 1, parts.count % 2 == 1 else { return Markdown.plain(text) }
        return parts.enumerated().map { index, part in
            if index % 2 == 0 { return spaced(part) }
            return part.isEmpty ? "" : Markdown.code(part)
        }.joined()
    }

    /// Escaping trims; the blanks beside a code span have to stay.
    private static func spaced(_ part: String) -> String {
        let safe = Markdown.plain(part)
        guard !safe.isEmpty else { return part.isEmpty ? "" : " " }
        return (part.first == " " ? " " : "") + safe + (part.last == " " ? " " : "")
    }
}
