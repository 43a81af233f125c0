/// Reads JSON from the front to the back and takes only what is asked for: the rest is passed over, byte by byte, and
/// never becomes a value. For answers with thousands of objects of which a few fields are needed.
///
/// What is passed over is not checked beyond its brackets and quotes.
struct JSONCursor {
    /// The bytes are not JSON, or end too early.
    struct Malformed: Error {}

    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Calls `member` for each member of the object that comes next; a value that it does not read is passed over.
    /// Anything but an object is passed over whole.
    mutating func object(_ member: (inout JSONCursor, _ key: String) throws -> Void) throws {
        guard try next() == UInt8(ascii: "{") else { return try skip() }
        position += 1
        if try take(UInt8(ascii: "}")) { return }
        repeat {
            let key = try string()
            guard try take(UInt8(ascii: ":")) else { throw Malformed() }
            try value { try member(&$0, key) }
        } while try take(UInt8(ascii: ","))
        guard try take(UInt8(ascii: "}")) else { throw Malformed() }
    }

    /// Calls `element` for each element of the array that comes next. Anything but an array is passed over whole.
    mutating func array(_ element: (inout JSONCursor) throws -> Void) throws {
        guard try next() == UInt8(ascii: "[") else { return try skip() }
        position += 1
        if try take(UInt8(ascii: "]")) { return }
        repeat { try value(element) } while try take(UInt8(ascii: ","))
        guard try take(UInt8(ascii: "]")) else { throw Malformed() }
    }

    /// The text that comes next; nil for anything else, which is passed over.
    mutating func text() throws -> String? {
        guard try next() == UInt8(ascii: "\"") else {
            try skip()
            return nil
        }
        return try string()
    }

    /// The whole number that comes next; nil for anything else, which is passed over.
    mutating func integer() throws -> Int? {
        let start = position
        try skip()
        return Int(String(decoding: trimmed(start), as: UTF8.self))
    }

    /// Whether `true` comes next; anything else is passed over.
    mutating func isTrue() throws -> Bool {
        let start = position
        try skip()
        return trimmed(start).elementsEqual("true".utf8)
    }

    /// The bytes of the value that comes next, as they stand there.
    mutating func raw() throws -> [UInt8] {
        let start = position
        try skip()
        return Array(trimmed(start))
    }

    /// Whether an array comes next.
    mutating func isArrayNext() throws -> Bool {
        try next() == UInt8(ascii: "[")
    }

    /// Whether nothing but white space is left.
    mutating func isAtEnd() -> Bool {
        skipSpace()
        return position == bytes.count
    }

    /// Passes over the value that comes next.
    mutating func skip() throws {
        var depth = 0
        repeat {
            switch try next() {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                position += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                guard depth > 0 else { throw Malformed() }
                depth -= 1
                position += 1
            case UInt8(ascii: "\""): _ = try stringBounds()
            case UInt8(ascii: ","), UInt8(ascii: ":"):
                guard depth > 0 else { throw Malformed() }
                position += 1
            default: skipWord()
            }
        } while depth > 0
    }
}

extension JSONCursor {
    private mutating func value(_ read: (inout JSONCursor) throws -> Void) throws {
        let start = position
        try read(&self)
        if position == start { try skip() }
    }

    private mutating func skipSpace() {
        while position < bytes.count, bytes[position] <= UInt8(ascii: " ") { position += 1 }
    }

    private mutating func next() throws -> UInt8 {
        skipSpace()
        guard position < bytes.count else { throw Malformed() }
        return bytes[position]
    }

    private mutating func take(_ byte: UInt8) throws -> Bool {
        guard try next() == byte else { return false }
        position += 1
        return true
    }

    private mutating func string() throws -> String {
        let (bounds, isPlain) = try stringBounds()
        return isPlain ? String(decoding: bytes[bounds], as: UTF8.self) : try JSONText.unescaped(bytes[bounds])
    }

    /// What stands between the quotes, and whether it holds no escape.
    private mutating func stringBounds() throws -> (Range<Int>, isPlain: Bool) {
        guard try take(UInt8(ascii: "\"")) else { throw Malformed() }
        let start = position
        var isPlain = true
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                position += 1
                return (start..<position - 1, isPlain)
            case UInt8(ascii: "\\"):
                isPlain = false
                position += 2
            default: position += 1
            }
        }
        throw Malformed()
    }

    /// A number, `true`, `false` or `null`.
    private mutating func skipWord() {
        while position < bytes.count, !Self.ends(bytes[position]) { position += 1 }
    }

    private static func ends(_ byte: UInt8) -> Bool {
        byte <= UInt8(ascii: " ") || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]")
    }

    private func trimmed(_ start: Int) -> ArraySlice<UInt8> {
        bytes[start..<position].drop { $0 <= UInt8(ascii: " ") }
    }
}
