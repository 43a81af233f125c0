/// The name of a namespace: a DNS label (RFC 1123), never empty. An empty namespace in a path would mean all of them.
public struct NamespaceName: Sendable, Hashable, Codable, CustomStringConvertible {
    public let text: String

    public var description: String { text }

    /// The same name, for reading or deleting the Namespace object itself.
    public var objectName: ObjectName { ObjectName(stringLiteral: text) }

    /// - Throws: ``InvalidName``.
    public init(_ text: String) throws(InvalidName) {
        if let rule = Self.brokenRule(text) {
            throw InvalidName(what: "namespace", text: text, rule: rule)
        }
        self.text = text
    }

    public init(from decoder: any Decoder) throws {
        try self.init(decoder.singleValueContainer().decode(String.self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    private static func brokenRule(_ text: String) -> String? {
        if text.isEmpty { return "it is empty" }
        if text.utf8.count > 63 { return "it is longer than 63 bytes" }
        let hyphen = UInt8(ascii: "-")
        let isLabel = text.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == hyphen
        }
        guard isLabel else { return "only lower-case letters, digits and hyphens are allowed" }
        return text.utf8.first == hyphen || text.utf8.last == hyphen ? "it starts or ends with a hyphen" : nil
    }
}

/// A namespace written in the source; one that breaks the rules stops the program at once.
extension NamespaceName: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) {
        do {
            try self.init(text)
        } catch {
            preconditionFailure(error.description)
        }
    }
}
