/// All addresses that begin with the same bits, in CIDR notation: `10.0.0.0/8`, `fd00::/8`; a single address is a range too.
public struct AddressRange: Sendable, Hashable, CustomStringConvertible {
    public let base: IPAddress
    /// How many bits they have in common.
    public let prefix: Int

    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard let first = parts.first, let base = IPAddress(String(first)), parts.count <= 2 else { return nil }
        let bits = base.bytes.count * 8
        guard parts.count == 2 else {
            (self.base, prefix) = (base, bits)
            return
        }
        // Of `::ffff:10.0.0.0/104` the first 96 bits only say that it is an IPv4 address.
        let isWrapped = base.isIPv4 && first.contains(":")
        guard let written = Int(parts[1]), String(written) == parts[1] else { return nil }
        let prefix = isWrapped ? written - 96 : written
        guard (0...bits).contains(prefix) else { return nil }
        (self.base, self.prefix) = (base, prefix)
    }

    public func contains(_ address: IPAddress) -> Bool {
        guard address.bytes.count == base.bytes.count else { return false }
        let (whole, rest) = prefix.quotientAndRemainder(dividingBy: 8)
        guard address.bytes.prefix(whole) == base.bytes.prefix(whole) else { return false }
        return rest == 0 || (address.bytes[whole] ^ base.bytes[whole]) >> (8 - rest) == 0
    }

    public var description: String { "\(base)/\(prefix)" }
}
