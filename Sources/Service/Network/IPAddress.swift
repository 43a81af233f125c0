import Foundation

/// An IPv4 or IPv6 address. One that only wraps an IPv4 address (`::ffff:10.0.0.1`) is that IPv4 address.
public struct IPAddress: Sendable, Hashable, CustomStringConvertible {
    /// Four or sixteen, in network order.
    public let bytes: [UInt8]

    /// - Parameter bytes: four or sixteen; `nil` for any other number.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 4 || bytes.count == 16 else { return nil }
        let isMapped = bytes.count == 16 && Array(bytes.prefix(12)) == Self.mappedPrefix
        self.bytes = isMapped ? Array(bytes.suffix(4)) : bytes
    }

    /// Reads `10.0.0.1`, `fd00::1`, `[fd00::1]` or `fe80::1%eth0`; `nil` for names and all else.
    public init?(_ text: String) {
        let bare = text.trimmingCharacters(in: Self.brackets).prefix { $0 != "%" }
        guard let bytes = Self.parsed(String(bare)) else { return nil }
        self.init(bytes: bytes)
    }

    public var isIPv4: Bool { bytes.count == 4 }

    public var isLoopback: Bool {
        isIPv4 ? bytes[0] == 127 : bytes == Array(repeating: 0, count: 15) + [1]
    }

    public var description: String {
        var bytes = bytes
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let family = isIPv4 ? AF_INET : AF_INET6
        guard inet_ntop(family, &bytes, &text, socklen_t(text.count)) != nil else { return "" }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    private static let mappedPrefix: [UInt8] = Array(repeating: 0, count: 10) + [0xff, 0xff]
    private static let brackets = CharacterSet(charactersIn: "[]")

    private static func parsed(_ text: String) -> [UInt8]? {
        for (family, count) in [(AF_INET, 4), (AF_INET6, 16)] {
            var bytes = [UInt8](repeating: 0, count: count)
            if inet_pton(family, text, &bytes) == 1 { return bytes }
        }
        return nil
    }
}
