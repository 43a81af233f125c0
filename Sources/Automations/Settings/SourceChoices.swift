import Foundation
import Redaction

/// Where Flux fetches repositories from, and how it gets there.
public struct SourceChoices: Sendable, Hashable {
    /// `nil`: from GitHub.
    public var mirror: SourceMirror?
    /// `nil`: without a proxy, or through the one that Flux's controllers were given.
    public var proxy: SourceProxy?

    public init(mirror: SourceMirror? = nil, proxy: SourceProxy? = nil) {
        self.mirror = mirror
        self.proxy = proxy
    }
}

/// A place where all repositories are mirrored, under the same commits.
public struct SourceMirror: Sendable, Hashable {
    /// With `{owner}` and `{name}`, such as `https://gitee.com/{owner}/{name}.git`.
    public var url: String
    /// `nil` for a public mirror. GitHub's tokens are never sent there.
    public var login: GitLogin?

    public init(url: String, login: GitLogin? = nil) {
        self.url = url
        self.login = login
    }

    public func url(owner: String, name: String) -> String {
        url.replacing("{owner}", with: owner).replacing("{name}", with: name)
    }

    /// Whether every repository gets an address of its own, at the same host.
    public static func isUsable(_ template: String) -> Bool {
        let example = SourceMirror(url: template).url(owner: "owner", name: "name")
        guard let url = URLComponents(string: example), ["http", "https"].contains(url.scheme),
            url.host?.isEmpty == false, url.user == nil, url.password == nil, url.query == nil, url.fragment == nil,
            !example.contains("{"), !example.contains("}")
        else { return false }
        let host = template.split(separator: "/", omittingEmptySubsequences: false).prefix(3)
        return template.contains("{name}") && !host.contains { $0.contains("{") }
    }
}

/// With what Flux fetches over https.
public struct GitLogin: Sendable, Hashable {
    public var username: String
    public var password: Redacted

    /// GitHub takes any user name beside a token; `x-access-token` is the one its documentation uses for Apps.
    public init(username: String = "x-access-token", password: Redacted) {
        self.username = username
        self.password = password
    }
}

/// The proxy through which Flux fetches: HTTP, HTTPS or SOCKS5.
public struct SourceProxy: Sendable, Hashable {
    /// With its scheme and port, without a login.
    public var address: String
    public var username: String?
    public var password: Redacted?

    public init(address: String, username: String? = nil, password: Redacted? = nil) {
        self.address = address
        self.username = username
        self.password = password
    }
}
