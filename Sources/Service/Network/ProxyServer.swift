import AsyncHTTPClient
import Foundation
import Redaction

/// A proxy between Slipway, or Flux, and the world.
public struct ProxyServer: Sendable, Hashable, CustomStringConvertible {
    public enum Scheme: String, Sendable, CaseIterable {
        case http, https, socks5

        var port: Int {
            switch self {
            case .http: 80
            case .https: 443
            case .socks5: 1080
            }
        }
    }

    /// A text that names no proxy. Never holds the text: there may be a password in it.
    public enum Unusable: Error, Sendable, Hashable {
        case notAnAddress, unknownScheme, path
    }

    public var scheme: Scheme
    public var host: String
    public var port: Int
    public var username: String?
    public var password: Redacted?

    /// Reads `http://user:password@host:3128`; without a scheme `http://` is meant, as in the variables of the environment.
    public init(_ text: String) throws(Unusable) {
        let (name, rest) = Self.split(text)
        guard let scheme = name.map({ Scheme(rawValue: $0 == "socks5h" ? "socks5" : $0) }) ?? .http else {
            throw .unknownScheme
        }
        guard let url = URLComponents(string: "\(scheme)://\(rest)"), let host = url.host, !host.isEmpty,
            (1...65_535).contains(url.port ?? scheme.port), url.query == nil, url.fragment == nil
        else { throw .notAnAddress }
        guard url.path.isEmpty || url.path == "/" else { throw .path }
        self.scheme = scheme
        self.host = host.trimmingCharacters(in: CharacterSet(charactersIn: "[]")).lowercased()
        port = url.port ?? scheme.port
        username = url.user.flatMap { $0.isEmpty ? nil : $0 }
        password = url.password.map(Redacted.init)
    }

    private static func split(_ text: String) -> (scheme: String?, rest: Substring) {
        guard let mark = text.firstRange(of: "://") else { return (nil, text[...]) }
        return (text[..<mark.lowerBound].lowercased(), text[mark.upperBound...])
    }

    /// `host:port`, for sentences.
    public var place: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    /// Its address without a login.
    public var address: String { "\(scheme)://\(place)" }

    /// Its address with the login.
    var addressWithLogin: Redacted {
        guard let username else { return Redacted(address) }
        let login = [username, password?.value].compactMap { $0?.percentEncoded }.joined(separator: ":")
        return Redacted("\(scheme)://\(login)@\(place)")
    }

    /// For people: never with the password.
    public var description: String {
        guard let username else { return address }
        return "\(address) as \(username)" + (password.map { ", password \($0)" } ?? "")
    }

    /// Whether only this machine can reach it.
    var isLocal: Bool { host == "localhost" || IPAddress(host)?.isLoopback ?? false }
}

extension ProxyServer {
    /// As Slipway's own client takes it; it speaks to no proxy over TLS, and does not log in to SOCKS proxies.
    var forClient: HTTPClient.Configuration.Proxy {
        if scheme == .socks5 { return .socksServer(host: host, port: port) }
        let login = username.map {
            HTTPClient.Authorization.basic(username: $0, password: password?.value ?? "")
        }
        return .server(host: host, port: port, authorization: login)
    }
}

extension String {
    /// With everything but letters, digits and `-._~` as `%XX` (RFC 3986, unreserved characters).
    fileprivate var percentEncoded: String {
        addingPercentEncoding(withAllowedCharacters: Self.unreserved) ?? self
    }

    private static let unreserved = CharacterSet(
        charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
}
