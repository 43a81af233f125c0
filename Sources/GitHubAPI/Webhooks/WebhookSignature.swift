/// The 32 bytes of an `X-Hub-Signature-256` header.
///
/// GitHub sends `sha256=` and 64 lower-case hex digits. Exactly that is accepted: capitals, blanks, a second value or
/// another length did not come from GitHub.
public struct WebhookSignature: Sendable {
    /// Why a header is no signature. Holds nothing of the header, so that it can be logged.
    public enum Refusal: Error, Sendable, Equatable {
        case missing, duplicate, malformed
    }

    /// The header's name, in lower case.
    public static let headerName = "x-hub-signature-256"

    let bytes: [UInt8]

    /// All values of the header, as they came.
    public init(headerValues: [String]) throws(Refusal) {
        guard let value = headerValues.first else { throw .missing }
        guard headerValues.count == 1 else { throw .duplicate }
        try self.init(headerValue: value)
    }

    public init(headerValue: String) throws(Refusal) {
        let prefix = Array("sha256=".utf8)
        let characters = Array(headerValue.utf8)
        guard characters.starts(with: prefix), characters.count == prefix.count + 64 else { throw .malformed }
        guard let bytes = Self.decode(characters.dropFirst(prefix.count)) else { throw .malformed }
        self.bytes = bytes
    }

    private static func decode(_ digits: ArraySlice<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = []
        var high: UInt8?
        for digit in digits {
            guard let value = value(of: digit) else { return nil }
            if let first = high {
                bytes.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        return bytes
    }

    private static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}

extension WebhookSignature: CustomStringConvertible, CustomReflectable {
    public var description: String { "<signature>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension WebhookSignature.Refusal: CustomStringConvertible {
    public var description: String {
        switch self {
        case .missing: "The request has no X-Hub-Signature-256 header: set a secret at the webhook on GitHub."
        case .duplicate: "The request has more than one X-Hub-Signature-256 header."
        case .malformed: "The X-Hub-Signature-256 header is not \"sha256=\" and 64 lower-case hex digits."
        }
    }
}
