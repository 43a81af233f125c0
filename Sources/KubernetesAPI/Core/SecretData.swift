import Foundation
import Redaction

/// The values of a Secret. Printing them shows the keys only.
public struct SecretData: Sendable, Hashable {
    private let values: [String: Data]

    public init(_ values: [String: Redacted]) {
        self.values = values.mapValues { Data($0.value.utf8) }
    }

    public var keys: [String] { values.keys.sorted() }

    /// The value as text, or nil if there is none or it is not UTF-8.
    public subscript(_ key: String) -> Redacted? {
        values[key].flatMap { String(data: $0, encoding: .utf8) }.map(Redacted.init)
    }
}

extension SecretData: Codable {
    public init(from decoder: any Decoder) throws {
        let texts = try decoder.singleValueContainer().decode([String: String].self)
        values = try texts.mapValues { text in
            guard let data = Data(base64Encoded: text) else {
                let context = DecodingError.Context(codingPath: decoder.codingPath, debugDescription: "not base64")
                throw DecodingError.dataCorrupted(context)
            }
            return data
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(values.mapValues { $0.base64EncodedString() })
    }
}

extension SecretData: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "<redacted: \(keys.joined(separator: ", "))>" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
