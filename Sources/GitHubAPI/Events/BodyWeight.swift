import Foundation

/// How much a body would cost to decode: a JSON decoder keeps a few words for every value, which makes "[1,1,1,…" many
/// times as heavy as it is long.
enum BodyWeight {
    /// GitHub's largest payloads have one value in about twenty bytes.
    static let mostValues = 1_000_000

    /// Whether a body has more values than any payload of GitHub's. Counts commas, colons and brackets outside of texts.
    static func isTooHeavy(_ body: Data) -> Bool {
        // A value and its comma take two bytes.
        guard body.count > 2 * mostValues else { return false }
        return body.withUnsafeBytes { bytes in
            var (values, isText, isEscaped) = (0, false, false)
            for byte in bytes {
                if isText {
                    isText = isEscaped || byte != UInt8(ascii: "\"")
                    isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
                    continue
                }
                switch byte {
                case UInt8(ascii: "\""): isText = true
                case UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "{"): values += 1
                default: break
                }
                if values > mostValues { return true }
            }
            return false
        }
    }
}
