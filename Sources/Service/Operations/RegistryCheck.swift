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
    /// An image that pods pull with it: its path, without host and tag. Nil: whether it logs in is all that is asked.
    var image: String?

    /// - Throws: ``Unhealthy``
    func run() async throws {
        guard let username = registry.username, let password = registry.password else { return }
        let basic = "Basic " + Data("\(username):\(password.value)".utf8).base64EncodedString()
        let hello = try await get("\(base)/v2/", authorization: nil)
        guard hello.status == .unauthorized else { return try accept(hello) }
        let challenge = hello.headers.first(name: "WWW-Authenticate") ?? ""
        let realm = try TokenRealm(challenge: challenge, of: base, host: registry.host, image: image)
        guard let realm else { return try accept(try await get("\(base)/v2/", authorization: basic)) }
        try accept(try await get(realm.url, authorization: basic))
    }

    /// Container runtimes speak plain HTTP to registries on the same machine only, and know Docker Hub by another name.
    private var base: String {
        if let url { return url }
        if ["docker.io", "index.docker.io"].contains(registry.host) { return "https://registry-1.docker.io" }
        let name = registry.host.split(separator: ":").first.map(String.init) ?? ""
        return "\(TokenRealm.isLocal(name) ? "http" : "https")://\(registry.host)"
    }

    private func accept(_ answer: HTTPClientResponse) throws {
        switch answer.status.code {
        case 200..<300: return
        case 401, 403:
            let what = image.map { ", or does not let it pull \($0)" } ?? ""
            throw Unhealthy(
                "The registry \(registry.host) refuses the credential\(what).",
                whatToDo: "Set \(registry.passwordKey) to a classic token with read:packages.")
        default: throw Unhealthy("The registry \(registry.host) answers \(answer.status.code).")
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
