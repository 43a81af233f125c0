import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// A person with a browser, as far as that is: opens pages, sends their form, and goes where it is sent.
public struct SimulatedBrowser: Sendable {
    public struct Page: Sendable {
        public let url: String
        public let status: Int
        public let headers: [String: String]
        public let body: String

        public init(url: String, status: Int = 200, headers: [String: String] = [:], body: String) {
            self.url = url
            self.status = status
            self.headers = headers
            self.body = body
        }

        /// Where the page sends the browser.
        public var location: String? { headers["location"] }

        /// Where its form goes.
        public var action: String? {
            body.firstMatch(of: /<form[^>]*\baction="([^"]*)"/).map { SimulatedBrowser.unescaped(String($0.1)) }
        }

        /// What stands in its form.
        public var fields: [String: String] {
            var fields: [String: String] = [:]
            for match in body.matches(of: /<input[^>]*\bname="([^"]*)"[^>]*\bvalue="([^"]*)"/) {
                fields[String(match.1)] = SimulatedBrowser.unescaped(String(match.2))
            }
            return fields
        }
    }

    private static let client = HTTPClient(
        eventLoopGroupProvider: .singleton, configuration: .init(redirectConfiguration: .disallow))

    public init() {}

    public func open(_ url: String, headers: [String: String] = [:]) async throws -> Page {
        var request = HTTPClientRequest(url: url)
        for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
        return try await page(request)
    }

    /// Sends the form of a page.
    public func submit(_ page: Page, changing changes: [String: String] = [:]) async throws -> Page {
        guard let action = page.action, let base = URL(string: page.url),
            let url = URL(string: action, relativeTo: base)
        else { throw ControlError(description: "\(page.url) has no form: \(page.body)") }
        var request = HTTPClientRequest(url: url.absoluteString)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
        let fields = page.fields.merging(changes) { $1 }.map { "\(Self.encoded($0.key))=\(Self.encoded($0.value))" }
        request.body = .bytes(ByteBuffer(string: fields.joined(separator: "&")))
        return try await self.page(request)
    }

    /// Registers an App, from the page that `slipway app create` shows to GitHub's button.
    /// - Returns: GitHub's answer, with the address that leads back.
    public func register(from start: String, name: String? = nil) async throws -> Page {
        let confirmation = try await submit(try await open(start))
        return try await submit(confirmation, changing: name.map { ["name": $0] } ?? [:])
    }

    private func page(_ request: HTTPClientRequest) async throws -> Page {
        var request = request
        request.headers.add(name: "User-Agent", value: "browser")
        let response = try await Self.client.execute(request, timeout: .seconds(60))
        let body = try await response.body.collect(upTo: 1 << 20)
        let headers = Dictionary(response.headers.map { ($0.name.lowercased(), $0.value) }) { first, _ in first }
        return Page(url: request.url, status: Int(response.status.code), headers: headers, body: String(buffer: body))
    }

    private static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }

    private static func unescaped(_ text: String) -> String {
        text.replacing("&quot;", with: "\"").replacing("&#39;", with: "'").replacing("&lt;", with: "<")
            .replacing("&gt;", with: ">").replacing("&amp;", with: "&")
    }
}
