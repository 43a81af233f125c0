/// Writes JSON as the simulators send it: members in alphabetical order, nothing escaped that need not be. Lists of
/// thousands of objects are sent; Foundation's encoder takes ten times as long.
struct JSONWriter {
    private(set) var bytes: [UInt8] = []

    mutating func write(_ value: JSONValue) {
        switch value {
        case .null: append("null")
        case .bool(let value): if value { append("true") } else { append("false") }
        case .int(let value): append(contentsOf: String(value))
        case .double(let value): append(contentsOf: Self.text(value))
        case .string(let value): write(value)
        case .array(let elements):
            write(elements, between: "[", "]") { $0.write($1) }
        case .object(let members):
            write(members.sorted { $0.key < $1.key }, between: "{", "}") { writer, member in
                writer.write(member.key)
                writer.append(":")
                writer.write(member.value)
            }
        }
    }

    private mutating func write<Elements: Collection>(
        _ elements: Elements, between open: StaticString, _ close: StaticString,
        _ element: (inout JSONWriter, Elements.Element) -> Void
    ) {
        append(open)
        var isFirst = true
        for value in elements {
            if !isFirst { append(",") }
            isFirst = false
            element(&self, value)
        }
        append(close)
    }

    private mutating func write(_ text: String) {
        append("\"")
        var text = text
        text.withUTF8 { utf8 in
            var plain = 0
            for (index, byte) in utf8.enumerated() where byte < 0x20 || byte == 0x22 || byte == 0x5c {
                bytes.append(contentsOf: utf8[plain..<index])
                append(contentsOf: Self.escape(byte))
                plain = index + 1
            }
            bytes.append(contentsOf: utf8[plain...])
        }
        append("\"")
    }

    private mutating func append(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    private mutating func append(contentsOf text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    private static func escape(_ byte: UInt8) -> String {
        switch byte {
        case 0x08: "\\b"
        case 0x09: "\\t"
        case 0x0a: "\\n"
        case 0x0c: "\\f"
        case 0x0d: "\\r"
        case 0x22: "\\\""
        case 0x5c: "\\\\"
        default: "\\u00" + (byte < 0x10 ? "0" : "") + String(byte, radix: 16)
        }
    }

    /// JSON has no word for what is not a number.
    private static func text(_ number: Double) -> String {
        guard number.isFinite else { return "null" }
        let text = String(number)
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
