import Foundation

/// Who wrote a commit, and when.
public struct GitSignature: Sendable, Hashable {
    public let name: String
    public let email: String
    /// Git keeps whole seconds.
    public let date: Date
    /// Minutes east of UTC.
    public let zone: Int

    public init(name: String, email: String, date: Date, zone: Int = 0) {
        self.name = name
        self.email = email
        self.date = date
        self.zone = zone
    }

    /// `Name <email> seconds +hhmm`, with what git drops from names dropped.
    var encoded: String {
        let sign = zone < 0 ? "-" : "+"
        let offset = String(format: "%02d%02d", abs(zone) / 60, abs(zone) % 60)
        let seconds = Int(date.timeIntervalSince1970.rounded(.down))
        return "\(Self.clean(name)) <\(Self.clean(email))> \(seconds) \(sign)\(offset)"
    }

    init?(encoded: Substring) {
        guard let open = encoded.lastIndex(of: "<"), let close = encoded.lastIndex(of: ">"), open < close else {
            return nil
        }
        let when = encoded[encoded.index(after: close)...].split(separator: " ")
        guard when.count == 2, let seconds = Int(when[0]), let offset = Int(when[1]) else { return nil }
        name = String(encoded[..<open].dropLast())
        email = String(encoded[encoded.index(after: open)..<close])
        date = Date(timeIntervalSince1970: TimeInterval(seconds))
        zone = offset / 100 * 60 + offset % 100
    }

    /// Git strips these from both ends of a name and `<`, `>` and newlines everywhere (`ident.c`,
    /// `strbuf_addstr_without_crud`).
    private static func clean(_ text: String) -> String {
        func isCrud(_ character: Character) -> Bool {
            (character.asciiValue ?? 255) <= 32 || ".,:;<>\"\\'".contains(character)
        }
        let body = text.drop(while: isCrud).reversed().drop(while: isCrud).reversed()
        return String(body.filter { !"<>\n".contains($0) })
    }
}
