import AsyncHTTPClient
import Automations
import Foundation
import NIOCore
import NIOHTTP1
import Redaction

/// Whether the registry takes the credential that pods will pull with.
///
/// The registry names its token server in the challenge of `GET /v2/` (distribution specification); that server is asked
/// for a token with user name and password, as a container runtime would.
struct RegistryCheck: Sendable {
    let registry: Registry
    let outgoing: Outgoing
    /// Where it answers; nil: at its host.
    var url: String?

    func run() async throws {
        guard let username = registry.username, let password = registry.password else { return }
        let basic = "Basic " + Data("\(username):\(password.value)".utf8).base64EncodedString()
        let hello = try await get("\(base)/v2/", authorization: nil)
        guard hello.status == .unauthorized else { return try accept(hello.status) }
        let challenge = hello.headers.first(name: "WWW-Authenticate") ?? ""
        guard challenge.lowercased().hasPrefix("bearer "), let server = Self.tokenServer(challenge) else {
            return try accept(try await get("\(base)/v2/", authorization: basic).status)
        }
        try accept(try await get(server, authorization: basic).status)
    }

    /// Container runtimes speak plain HTTP to registries on the same machine only.
    private var base: String {
        let isHere = registry.host.hasPrefix("127.") || registry.host.hasPrefix("localhost")
        return url ?? "\(isHere ? "http" : "https")://\(registry.host)"
    }

    /// `Bearer realm="https://ghcr.io/token",service="ghcr.io"` → `https://ghcr.io/token?service=ghcr.io`
    static func tokenServer(_ challenge: String) -> String? {
        var fields: [String: String] = [:]
        for match in challenge.matches(of: /([a-z]+)="([^"]*)"/) { fields[String(match.1)] = String(match.2) }
        guard let realm = fields["realm"], var url = URLComponents(string: realm), url.host != nil else { return nil }
        if let service = fields["service"] {
            url.queryItems = (url.queryItems ?? []) + [URLQueryItem(name: "service", value: service)]
        }
        return url.string
    }

    private func accept(_ status: HTTPResponseStatus) throws {
        switch status.code {
        case 200..<300: return
        case 401, 403:
            throw Unhealthy(
                "The registry \(registry.host) refuses the credential.",
                whatToDo: "Set registry.passwordFile to a classic token with read:packages.")
        default: throw Unhealthy("The registry \(registry.host) answers \(status.code).")
        }
    }

    private func get(_ url: String, authorization: String?) async throws -> HTTPClientResponse {
        var request = HTTPClientRequest(url: url)
        request.headers.add(name: "User-Agent", value: "Slipway")
        if let authorization { request.headers.add(name: "Authorization", value: authorization) }
        do {
            return try await outgoing.client(for: url).execute(request, timeout: .seconds(10))
        } catch let error as CancellationError {
            throw error
        } catch {
            if let words = ProxyTrouble.words(error, proxy: outgoing.proxies.server(for: url)) {
                throw Unhealthy("The registry \(registry.host) cannot be reached: \(words). \(ProxyTrouble.whatToDo)")
            }
            let words = (error as? HTTPClientError)?.shortDescription ?? "\(error)"
            throw Unhealthy("The registry \(registry.host) cannot be reached: \(words).")
        }
    }
}
