/// Texts of JSON that hold escapes.
enum JSONText {
    /// The text that stands between two quotes.
    static func unescaped(_ bytes: ArraySlice<UInt8>) throws -> String {
        var text = String.UnicodeScalarView()
        var rest = bytes
        while let backslash = rest.firstIndex(of: UInt8(ascii: "\\")) {
            text.append(contentsOf: String(decoding: rest[..<backslash], as: UTF8.self).unicodeScalars)
            rest = rest[(backslash + 1)...]
            text.append(try scalar(&rest))
        }
        text.append(contentsOf: String(decoding: rest, as: UTF8.self).unicodeScalars)
        return String(text)
    }

    /// The character that an escape stands for, after its backslash.
    private static func scalar(_ rest: inout ArraySlice<UInt8>) throws -> Unicode.Scalar {
        guard let kind = rest.popFirst() else { throw JSONCursor.Malformed() }
        switch kind {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(kind)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{c}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try sixteenBits(&rest)
        default: throw JSONCursor.Malformed()
        }
    }

    /// A character of four hexadecimal digits, or of two such halves; half a pair is no character.
    private static func sixteenBits(_ rest: inout ArraySlice<UInt8>) throws -> Unicode.Scalar {
        let first = try digits(&rest)
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard UTF16.isLeadSurrogate(UInt16(first)), rest.starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) else {
            return "\u{fffd}"
        }
        var behind = rest.dropFirst(2)
        let second = try digits(&behind)
        guard UTF16.isTrailSurrogate(UInt16(second)) else { return "\u{fffd}" }
        rest = behind
        return Unicode.Scalar(0x10000 + (first - 0xd800) << 10 + (second - 0xdc00)) ?? "\u{fffd}"
    }

    private static func digits(_ rest: inout ArraySlice<UInt8>) throws -> UInt32 {
        let digits = rest.prefix(4)
        rest = rest.dropFirst(4)
        guard digits.count == 4, let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16) else {
            throw JSONCursor.Malformed()
        }
        return value
    }
}
