import Foundation

/// The hosts that are connected to without a proxy, by the rules of Go's `golang.org/x/net/http/httpproxy`, which kubectl and
/// Flux follow too.
///
/// `example.com` stands for that name and all names below it, `.example.com` and `*.example.com` only for those below,
/// `10.0.0.0/8` for addresses, `*` for everything. All but ranges may end in a port: `example.com:8443`, `[::1]:80`.
public struct NoProxy: Sendable, Hashable, CustomStringConvertible {
    enum Rule: Sendable, Hashable {
        case everything
        case range(AddressRange)
        case address(IPAddress, port: Int?)
        /// - Parameter suffix: begins with a dot.
        case name(suffix: String, isItselfMeant: Bool, port: Int?)
    }

    public let entries: [String]
    let rules: [Rule]

    /// - Parameter entries: those that mean nothing are left out, as Go does.
    public init(_ entries: [String] = []) {
        self.entries = entries.map(Self.trimmed).filter { !$0.isEmpty }
        rules = self.entries.compactMap(Self.rule)
    }

    /// The value of `NO_PROXY`.
    public init(commaSeparated text: String) {
        self.init(text.split(separator: ",").map(String.init))
    }

    public func covers(host: String, port: Int) -> Bool {
        let address = IPAddress(host)
        let name = host.lowercased()
        return rules.contains { $0.covers(name, address, port: port) }
    }

    public var description: String { entries.joined(separator: ", ") }

    private static func trimmed(_ entry: String) -> String {
        entry.trimmingCharacters(in: .whitespaces).lowercased()
    }

    /// `nil` for an entry that means nothing.
    static func rule(_ entry: String) -> Rule? {
        let entry = trimmed(entry)
        if entry == "*" { return .everything }
        if entry.contains("/") { return AddressRange(entry).map(Rule.range) }
        if let address = IPAddress(entry) { return .address(address, port: nil) }
        guard let (host, port) = hostAndPort(entry), !host.isEmpty else { return nil }
        if let address = IPAddress(host) { return .address(address, port: port) }
        let name = host.hasPrefix("*.") ? String(host.dropFirst()) : host
        guard name != ".", !name.contains("*"), !name.contains(" ") else { return nil }
        let isBelowOnly = name.hasPrefix(".")
        return .name(suffix: isBelowOnly ? name : "." + name, isItselfMeant: !isBelowOnly, port: port)
    }

    private static func hostAndPort(_ entry: String) -> (host: String, port: Int?)? {
        guard let colon = entry.lastIndex(of: ":") else { return (entry, nil) }
        guard let port = Int(entry[entry.index(after: colon)...]), (1...65_535).contains(port) else { return nil }
        return (String(entry[..<colon]), port)
    }
}

extension NoProxy.Rule {
    fileprivate func covers(_ host: String, _ address: IPAddress?, port: Int) -> Bool {
        switch self {
        case .everything: true
        case .range(let range): address.map(range.contains) ?? false
        case .address(let known, let itsPort): known == address && (itsPort == nil || itsPort == port)
        case .name(let suffix, let isItselfMeant, let itsPort):
            (host.hasSuffix(suffix) || isItselfMeant && host == suffix.dropFirst())
                && (itsPort == nil || itsPort == port)
        }
    }
}
