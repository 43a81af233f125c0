import Foundation

/// The `Link` header of a page: where the next one is.
enum LinkHeader {
    /// The address with `rel="next"`.
    static func next(_ header: String?) -> String? {
        guard let header else { return nil }
        for link in header.split(separator: ",") {
            let parts = link.split(separator: ";").map { $0.trimming() }
            guard let address = parts.first, address.hasPrefix("<"), address.hasSuffix(">") else { continue }
            if parts.dropFirst().contains(where: { $0 == "rel=\"next\"" || $0 == "rel=next" }) {
                return String(address.dropFirst().dropLast())
            }
        }
        return nil
    }

    /// A parameter of the next page's address.
    static func next(_ header: String?, parameter name: String) -> String? {
        guard let query = next(header)?.split(separator: "?", maxSplits: 1).dropFirst().first else { return nil }
        for item in query.split(separator: "&") where item.hasPrefix(name + "=") {
            return String(item.dropFirst(name.count + 1)).removingPercentEncoding
        }
        return nil
    }
}

extension Substring {
    fileprivate func trimming() -> Substring {
        drop { $0 == " " }.dropLast(reversed().prefix { $0 == " " }.count)
    }
}
