import Yams

/// A part of a document, whose members keep their order.
indirect enum DocumentValue: Sendable, Equatable {
    case null
    case bool(Bool)
    case int(Int)
    case text(String)
    case list([DocumentValue])
    case object([Member])

    struct Member: Sendable, Equatable {
        let name: String
        let value: DocumentValue
    }

    /// This object with more members behind its own; anything else stays as it is.
    func with(_ name: String, _ value: DocumentValue?) -> DocumentValue {
        guard case .object(let members) = self, let value else { return self }
        return .object(members + [Member(name: name, value: value)])
    }

    subscript(_ name: String) -> DocumentValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }
}

extension DocumentValue: ExpressibleByStringLiteral, ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    typealias Key = String
    typealias Value = DocumentValue

    init(stringLiteral value: String) { self = .text(value) }
    init(integerLiteral value: Int) { self = .int(value) }
    init(booleanLiteral value: Bool) { self = .bool(value) }
    init(arrayLiteral elements: DocumentValue...) { self = .list(elements) }
    init(dictionaryLiteral elements: (String, DocumentValue)...) {
        self = .object(elements.map { Member(name: $0, value: $1) })
    }
}

extension DocumentValue: Encodable {
    private struct MemberName: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    func encode(to encoder: any Encoder) throws {
        switch self {
        case .object(let members):
            var container = encoder.container(keyedBy: MemberName.self)
            for member in members { try container.encode(member.value, forKey: MemberName(stringValue: member.name)) }
        case .list(let elements):
            var container = encoder.unkeyedContainer()
            for element in elements { try container.encode(element) }
        case .null, .bool, .int, .text: try encodeScalar(to: encoder)
        }
    }

    private func encodeScalar(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .bool(let value): try container.encode(value)
        case .int(let value): try container.encode(value)
        case .text(let value): try container.encode(value)
        case .null, .list, .object: try container.encodeNil()
        }
    }
}

extension DocumentValue {
    /// The document as YAML, members in their order.
    var yaml: String {
        get throws { try Yams.serialize(node: node, indent: 2, width: 120, allowUnicode: true) }
    }

    private var node: Node {
        switch self {
        case .null: Node("null", Tag(.null))
        case .bool(let value): Node(value ? "true" : "false", Tag(.bool))
        case .int(let value): Node("\(value)", Tag(.int))
        case .text(let value): Self.node(value)
        case .list(let elements): Node(elements.map(\.node), Tag(.seq), .block)
        case .object(let members): Node(members.map { (Self.node($0.name), $0.value.node) }, Tag(.map), .block)
        }
    }

    private static func node(_ text: String) -> Node {
        Node(text, Tag(.str), isPlain(text) ? .plain : .doubleQuoted)
    }

    /// Texts that YAML could take for something else are quoted.
    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.first, first.isLetter || first == "/" else { return false }
        let words: Set = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
        return !words.contains(text.lowercased()) && !text.contains(": ") && !text.contains(" #") && text.last != ":"
    }
}
