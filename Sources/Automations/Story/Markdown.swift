import Foundation

/// Text from outside (branch names, commit messages, errors), made safe for a comment: it cannot break the Markdown around
/// it, hide or forge a marker, mention people or refer to issues.
enum Markdown {
    /// One line of plain text. `@`, `#` and `GH-` are followed by a word joiner, so that GitHub links nobody and nothing; `$`
    /// stands by itself, so that it begins no formula.
    static func plain(_ text: String) -> String {
        var safe = ""
        for character in oneLine(text) {
            switch character {
            case "&": safe += "&amp;"
            case "<": safe += "&lt;"
            case ">": safe += "&gt;"
            case "@", "#": safe += "\(character)\u{2060}"
            case "$": safe += "<span>$</span>"
            case "\\", "`", "*", "_", "{", "}", "[", "]", "(", ")", "!", "|", "~": safe += "\\\(character)"
            default: safe.append(character)
            }
        }
        return safe.replacing("://", with: ":\u{2060}//").replacing("www.", with: "www\u{2060}.")
            .replacing(/([Gg][Hh])-([0-9])/) { "\($0.1)-\u{2060}\($0.2)" }
    }

    /// A code span that the text cannot leave, whatever backticks it holds. In a table `|` needs its escape even there.
    static func code(_ text: String) -> String {
        let text = oneLine(text).replacing("|", with: "\\|")
        guard text.contains("`") else { return "`\(text)`" }
        let fence = String(repeating: "`", count: longestRun(of: "`", in: text) + 1)
        return "\(fence) \(text) \(fence)"
    }

    /// A link whose text is from outside; the address is ours or was checked to be http(s).
    static func link(_ text: String, to address: String) -> String {
        "[\(plain(text))](\(escapedAddress(address)))"
    }

    static func escapedAddress(_ address: String) -> String {
        var safe = ""
        for character in oneLine(address) {
            switch character {
            case "(": safe += "%28"
            case ")": safe += "%29"
            case "<": safe += "%3C"
            case ">": safe += "%3E"
            case " ": safe += "%20"
            default: safe.append(character)
            }
        }
        return safe
    }

    /// Runs of line breaks and control characters become one blank.
    private static func oneLine(_ text: String) -> String {
        text.unicodeScalars.split(whereSeparator: breaksLines).map { String($0) }.joined(separator: " ")
            .trimmingCharacters(in: .whitespaces)
    }

    /// Line breaks, other control characters, and those that turn the direction of what follows.
    private static func breaksLines(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        default: (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
        }
    }

    private static func longestRun(of character: Character, in text: String) -> Int {
        var longest = 0
        var run = 0
        for next in text {
            run = next == character ? run + 1 : 0
            longest = max(longest, run)
        }
        return longest
    }
}
