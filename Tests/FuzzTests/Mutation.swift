import Foundation

/// Changes bytes as a mistake, an attacker or another version of GitHub would.
enum Mutation {
    static func apply(_ bytes: [UInt8], besides other: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        var bytes = bytes
        for _ in 0...random.below(4) { bytes = once(bytes, other, &random) }
        return Array(bytes.prefix(LastInput.capacity / 2))
    }

    private static func once(_ bytes: [UInt8], _ other: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        var bytes = bytes
        let place = random.below(bytes.count)
        let end = min(bytes.count, place + random.below(40))
        switch random.below(12) {
        case 0: if !bytes.isEmpty { bytes[place] ^= 1 << UInt8(random.below(8)) }
        case 1: if !bytes.isEmpty { bytes[place] = UInt8(random.below(256)) }
        case 2: bytes.insert(contentsOf: random.pick(tokens), at: place)
        case 3: bytes.removeSubrange(place..<end)
        case 4:
            let piece = Array(bytes[place..<end])
            bytes.insert(contentsOf: (0...random.below(20)).flatMap { _ in piece }, at: place)
        case 5: bytes = Array(bytes.prefix(place)) + other.suffix(random.below(other.count + 1))
        case 6: bytes = Array(bytes.prefix(place))
        case 7: replaceKey(&bytes, &random)
        default: replaceValue(&bytes, &random)
        }
        return bytes
    }

    /// What stands after a colon, up to the next comma or bracket.
    private static func replaceValue(_ bytes: inout [UInt8], _ random: inout SeededRandom) {
        let colons = bytes.indices.filter { bytes[$0] == UInt8(ascii: ":") }
        guard !colons.isEmpty else { return }
        let start = random.pick(colons) + 1
        let ends: Set = [UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]")]
        let end = bytes[start...].firstIndex { ends.contains($0) } ?? bytes.endIndex
        bytes.replaceSubrange(start..<end, with: random.pick(tokens))
    }

    private static func replaceKey(_ bytes: inout [UInt8], _ random: inout SeededRandom) {
        let quotes = bytes.indices.filter { bytes[$0] == UInt8(ascii: "\"") }
        guard quotes.count > 1 else { return }
        let first = random.below(quotes.count - 1)
        bytes.replaceSubrange(quotes[first]...quotes[first + 1], with: Array("\"\(random.pick(keys))\"".utf8))
    }

    static let keys = [
        "action", "ref", "before", "after", "created", "deleted", "forced", "commits", "head_commit", "repository",
        "id",
        "full_name", "owner", "login", "workflow_run", "conclusion", "installation", "account", "repositories",
        "repositories_added", "changes", "from", "hook", "hook_id", "pusher", "sender", "timestamp", "head_sha",
        "run_attempt", "head_repository", "permissions", "topics", "", "__proto__",
    ]

    private static let texts = [
        "null", "true", "[]", "{}", "0", "-1", "1.5", "1e999", "-1e-999", "9223372036854775807", "9223372036854775808",
        "-9223372036854775808", "18446744073709551616", String(repeating: "9", count: 400), "0x10", "01", "+1", "NaN",
        "\"\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\u0000\"", "\"\0\"", "\"\\x\"", "\"\u{202e}\"", "\"a\nb\"",
        "\"../../etc/passwd\"", "\"acme/..\"", "\"/\"", "\"refs/heads/\"", "\"refs/tags/v1\"", "\"😀e\u{301}\"",
        "\"2026-13-45T99:99:99Z\"", "\"2026-11-20T16:04:05+99:99\"", "\"-0001-01-01T00:00:00Z\"",
        "99999999999999999999",
        "\"\(String(repeating: "x", count: 2_000))\"", "[[[[[[[[", "{\"a\":", "]", "}", ",", ":", "\"", "\\",
        String(repeating: "[", count: 600), "\"{{ github.sha }}\"", "\"<% name %>\"", "// c", "/* c */", "\u{feff}",
    ]

    private static let tokens: [[UInt8]] =
        texts.map { Array($0.utf8) } + [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0]]
}
