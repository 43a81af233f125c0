import Crypto
import Foundation

/// The id of a project: UUIDv5 of `<GitHub host>/repositories/<numeric id>` in the URL namespace of RFC 4122, lower case.
/// A replayed delivery, a renamed repository or a lost database can never make a second project of one repository.
public struct ProjectID: Sendable, Hashable, Codable, CustomStringConvertible {
    public let value: String

    public init(gitHubHost: String, repository: Int64) {
        value = Self.version5(of: "\(gitHubHost)/repositories/\(repository)")
    }

    /// An id that was stored; `nil` if the text is not a UUID.
    public init?(_ text: String) {
        if Self.isCanonical(text) {
            value = text
        } else {
            guard let uuid = UUID(uuidString: text) else { return nil }
            value = uuid.uuidString.lowercased()
        }
    }

    /// As it is always written: this is asked for every object that a list holds, and Foundation takes long.
    private static func isCanonical(_ text: String) -> Bool {
        text.utf8.count == 36
            && text.utf8.enumerated().allSatisfy { place, byte in
                switch place {
                case 8, 13, 18, 23: byte == UInt8(ascii: "-")
                default: (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
                }
            }
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let id = ProjectID(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a project id: \(text)")
        }
        self = id
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }

    public var description: String { value }

    /// `6ba7b811-9dad-11d1-80b4-00c04fd430c8`, RFC 4122 appendix C.
    private static let urlNamespace: [UInt8] = [
        0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8,
    ]

    private static func version5(of name: String) -> String {
        var bytes = Array(Insecure.SHA1.hash(data: urlNamespace + Array(name.utf8)).prefix(16))
        bytes[6] = bytes[6] & 0x0f | 0x50
        bytes[8] = bytes[8] & 0x3f | 0x80
        let hex = bytes.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }
        let groups = [hex[0..<4], hex[4..<6], hex[6..<8], hex[8..<10], hex[10..<16]]
        return groups.map { $0.joined() }.joined(separator: "-")
    }
}
