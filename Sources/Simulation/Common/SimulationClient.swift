import AsyncHTTPClient
import Foundation
import NIOCore
import NIOFoundationCompat
import NIOHTTP1

/// A small HTTP client for looking at a simulator from outside, as its users do. It follows no redirects.
public struct SimulationClient: Sendable {
    /// An answer, whole.
    public struct Answer: Sendable {
        public let status: Int
        /// Names in lower case; the last one where a name comes twice.
        public let headers: [String: String]
        public let body: Data

        /// The body, if it is JSON; null otherwise.
        public var json: JSONValue { (try? JSONValue(parsing: body)) ?? .null }
    }

    private let client: HTTPClient

    public init() {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.connectionPool.retryConnectionEstablishment = false
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Sends one request and collects the answer, at most 64 MiB, within 20 seconds.
    public func send(
        _ method: String, _ url: String, headers: [String: String] = [:], body: Data? = nil
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: url)
        request.method = HTTPMethod(rawValue: method)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let body { request.body = .bytes(ByteBuffer(data: body)) }
        let response = try await client.execute(request, timeout: .seconds(20))
        let collected = try await response.body.collect(upTo: 64 << 20)
        var fields: [String: String] = [:]
        for field in response.headers { fields[field.name.lowercased()] = field.value }
        return Answer(status: Int(response.status.code), headers: fields, body: Data(buffer: collected))
    }

    /// Closes its connections. A client that lives as long as the process need not be closed.
    public func shutdown() async throws { try await client.shutdown() }
}
