import Foundation

/// Where a registry sends for tokens, and whether its password may go there. Pure.
///
/// The address comes from the registry's answer: whoever can forge that answer must not learn the password.
struct TokenRealm: Sendable, Equatable {
    /// The address, with service and scope.
    let url: String

    /// - Parameters:
    ///   - challenge: `Bearer realm="https://ghcr.io/token",service="ghcr.io"`.
    ///   - registry: the registry's own address.
    ///   - image: its path, without host and tag; nil: only the login matters.
    /// - Returns: nil if the challenge names no token server.
    /// - Throws: ``Unhealthy`` if the password may not be sent there.
    init?(challenge: String, of registry: String, host: String, image: String?) throws(Unhealthy) {
        guard challenge.lowercased().hasPrefix("bearer ") else { return nil }
        var fields: [String: String] = [:]
        for match in challenge.matches(of: /([A-Za-z]+)="([^"]*)"/) {
            fields[match.1.lowercased()] = String(match.2)
        }
        guard let realm = fields["realm"], var url = URLComponents(string: realm), let place = url.host,
            let own = URLComponents(string: registry)
        else { return nil }
        if let words = Self.objection(to: url, from: own) {
            throw Unhealthy(
                "The registry \(host) wants its password sent to \(url.scheme ?? "")://\(place), \(words). It was not sent.",
                whatToDo:
                    "Check registry.host: a registry asks on its own site. If it is right, somebody is in between.")
        }
        var items = url.queryItems ?? []
        if let service = fields["service"] { items.append(URLQueryItem(name: "service", value: service)) }
        if let image { items.append(URLQueryItem(name: "scope", value: "repository:\(image):pull")) }
        if !items.isEmpty { url.queryItems = items }
        guard let text = url.string else { return nil }
        self.url = text
    }

    /// Why not; nil: it may be sent there.
    private static func objection(to realm: URLComponents, from registry: URLComponents) -> String? {
        let (place, own) = ((realm.host ?? "").lowercased(), (registry.host ?? "").lowercased())
        if realm.user != nil || realm.password != nil { return "an address with a login of its own" }
        switch realm.scheme?.lowercased() {
        case "https": break
        case "http":
            // Only where the registry itself is asked like that, which is on this machine alone.
            guard registry.scheme?.lowercased() == "http", isLocal(own), place == own else {
                return "where it would be readable on its way"
            }
        default: return "which is no web address"
        }
        return WebSite.isSame(place, own) ? nil : "which is another site"
    }

    static func isLocal(_ host: String) -> Bool {
        host == "localhost" || host == "127.0.0.1" || host == "[::1]" || host == "::1"
            || host.hasPrefix("127.") && host.allSatisfy { $0.isNumber || $0 == "." }
    }
}
