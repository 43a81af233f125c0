import Foundation

/// A secret that Slipway is given, and that must be found nowhere.
struct PlantedSecret: Sendable, Hashable {
    let name: String
    let value: String
    /// Any slice of it gives it away; not so where it holds words that may stand anywhere.
    var isRandom = true

    init(_ name: String, _ value: String, isRandom: Bool = true) {
        self.name = name
        self.value = value
        self.isRandom = isRandom
    }

    /// The private key in a PEM file: its base64, line by line and without the line ends.
    static func key(_ name: String, pem: String) -> [PlantedSecret] {
        let lines = pem.split(separator: "\n").filter { !$0.hasPrefix("-----") }.map(String.init)
        return (lines.filter { $0.count >= SecretSearch.slice } + [lines.joined()]).map { PlantedSecret(name, $0) }
    }

    /// The ways it may be written, each with how long a slice of 12 of its characters is then.
    var spellings: [(way: String, bytes: [UInt8], slice: Int)] {
        let raw = Array(value.utf8)
        var all = [("raw", raw, SecretSearch.slice)]
        for shift in 0..<3 {
            // Behind 0, 1 or 2 other bytes its base64 is different; the characters at the ends are shared with neighbours.
            let shifted = Data([UInt8](repeating: 0, count: shift) + raw).base64EncodedString()
            let whole = shifted.dropFirst(shift == 0 ? 0 : shift + 1).prefix { $0 != "=" }.dropLast()
            let text = Array(whole.utf8)
            all.append(("base64", text, 16))
            let other = text.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: "-") : $0 }
                .map { $0 == UInt8(ascii: "/") ? UInt8(ascii: "_") : $0 }
            if other != text { all.append(("base64url", other, 16)) }
        }
        let encoded = Array((value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? value).utf8)
        if encoded != raw { all.append(("URL-encoded", encoded, SecretSearch.slice)) }
        all.append(("hex", raw.flatMap { Self.hex($0, "0123456789abcdef") }, 2 * SecretSearch.slice))
        all.append(("upper-case hex", raw.flatMap { Self.hex($0, "0123456789ABCDEF") }, 2 * SecretSearch.slice))
        return all.map { ($0.0, $0.1, isRandom ? $0.2 : $0.1.count) }
    }

    private static func hex(_ byte: UInt8, _ digits: StaticString) -> [UInt8] {
        digits.withUTF8Buffer { [$0[Int(byte >> 4)], $0[Int(byte & 15)]] }
    }
}
