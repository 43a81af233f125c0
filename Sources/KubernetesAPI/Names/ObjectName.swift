/// The name of an object. It is never empty and always one segment of a path: an empty name in a DELETE would delete
/// the whole collection.
///
/// Rules: `IsValidPathSegmentName` of k8s.io/apimachinery, and at most 253 bytes. Kinds have stricter rules of their
/// own (a Secret's name is a DNS subdomain, a Role's may hold colons); those are the server's to check.
public struct ObjectName: Sendable, Hashable, Codable, CustomStringConvertible {
    public let text: String

    public var description: String { text }

    /// - Throws: ``InvalidName``.
    public init(_ text: String) throws(InvalidName) {
        if let rule = Self.brokenRule(text) {
            throw InvalidName(what: "object", text: text, rule: rule)
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
        if text == "." || text == ".." { return "it is a path, not a name" }
        if text.utf8.count > 253 { return "it is longer than 253 bytes" }
        let isPlain = text.utf8.allSatisfy {
            $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "%")
        }
        return isPlain ? nil : "it holds \"/\", \"%\", a space or a character beyond ASCII"
    }
}

/// A name written in the source; one that breaks the rules stops the program at once.
extension ObjectName: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) {
        do {
            try self.init(text)
        } catch {
            preconditionFailure(error.description)
        }
    }
}
