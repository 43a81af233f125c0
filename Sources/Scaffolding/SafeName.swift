/// Names that come from GitHub, made fit for places that accept less.
enum SafeName {
    /// A DNS-1123 label of at most `limit` characters. Lower-casing loses nothing, since GitHub's names ignore case;
    /// wherever more has to change, a checksum of the name keeps `web.shop` and `web-shop` apart.
    static func label(_ name: String, limit: Int) -> String {
        let lower = name.lowercased()
        let label = trimmed(lower.map { isPlain($0) ? $0 : "-" })
        if label == lower, label.count <= limit { return label }
        let suffix = checksum(lower)
        let stem = trimmed(Array(label.prefix(limit - suffix.count - 1)))
        return stem.isEmpty ? suffix : "\(stem)-\(suffix)"
    }

    /// A path component of an image reference: `[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*`
    /// (https://github.com/distribution/reference, `reference.go`).
    static func imageComponent(_ name: String) -> String {
        let lower = name.lowercased()
        if lower.wholeMatch(of: /[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*/) != nil { return lower }
        return label(name, limit: 100)
    }

    /// A name for package.json: lower case, URL-safe, at most 214 characters, not starting with a dot or an underscore
    /// (https://docs.npmjs.com/cli/configuring-npm/package-json#name).
    static func package(_ name: String) -> String {
        let kept = name.lowercased().map { isPlain($0) || $0 == "." || $0 == "_" ? $0 : "-" }
        let package = String(kept.drop { !isAlphanumeric($0) }.prefix(214))
        return package.isEmpty ? "app" : package
    }

    private static func trimmed(_ characters: [Character]) -> String {
        let start = characters.drop { $0 == "-" }
        return String(start.reversed().drop { $0 == "-" }.reversed())
    }

    private static func isPlain(_ character: Character) -> Bool { isAlphanumeric(character) || character == "-" }

    private static func isAlphanumeric(_ character: Character) -> Bool {
        ("a"..."z").contains(character) || ("0"..."9").contains(character)
    }

    /// FNV-1a, 32 bits, in eight hexadecimal digits, the first of them made a letter so that it can stand alone.
    private static func checksum(_ text: String) -> String {
        let hash = text.utf8.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
        let digits = String(hash, radix: 16)
        return "x" + String(repeating: "0", count: 8 - digits.count) + digits
    }
}
