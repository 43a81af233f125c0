import AsyncHTTPClient
import Foundation
import NIOCore
import Simulation
import Testing

/// Someone who talks HTTP to the simulated GitHub.
struct APICaller {
    struct Answer {
        let status: Int
        let headers: [String: String]
        let body: Data
        var json: JSONValue { (try? JSONValue(parsing: body)) ?? .null }
        var message: String? { json["message"]?.string }
    }

    let base: String
    var authorization: String?
    var userAgent: String? = "tests"

    init(_ github: SimulatedGitHub, token: String? = nil) {
        base = github.apiURL
        authorization = token.map { "Bearer \($0)" }
    }

    init(base: String, authorization: String? = nil) {
        self.base = base
        self.authorization = authorization
    }

    func send(_ method: String, _ path: String, _ body: JSONValue? = nil) async throws -> Answer {
        var request = HTTPClientRequest(url: path.hasPrefix("http") ? path : base + path)
        request.method = .init(rawValue: method)
        if let userAgent { request.headers.add(name: "User-Agent", value: userAgent) }
        if let authorization { request.headers.add(name: "Authorization", value: authorization) }
        if let body { request.body = .bytes(ByteBuffer(bytes: body.serialized())) }
        let response = try await Self.client.execute(request, timeout: .seconds(20))
        let data = try await response.body.collect(upTo: 64 << 20)
        var headers: [String: String] = [:]
        for field in response.headers { headers[field.name.lowercased()] = field.value }
        return Answer(status: Int(response.status.code), headers: headers, body: Data(data.readableBytesView))
    }

    func get(_ path: String) async throws -> Answer { try await send("GET", path) }
    func post(_ path: String, _ body: JSONValue) async throws -> Answer { try await send("POST", path, body) }
    func patch(_ path: String, _ body: JSONValue) async throws -> Answer { try await send("PATCH", path, body) }
    func put(_ path: String, _ body: JSONValue) async throws -> Answer { try await send("PUT", path, body) }

    /// Follows no redirects, so that they can be looked at; one for all tests, closed with the process.
    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()
}

extension SimulatedGitHub {
    /// A caller with a new installation token for these permissions (all, without them).
    func installationCaller(
        _ fullName: String, permissions: JSONValue? = nil, onlyThisRepository: Bool = true
    ) async throws -> APICaller {
        let app = APICaller(self, token: try appToken())
        let installation = try #require(try await app.get("/repos/\(fullName)/installation").json["id"]?.int)
        var body: JSONValue = [:]
        if onlyThisRepository { body["repository_ids"] = [.int(try info(fullName).id)] }
        body["permissions"] = permissions
        let answer = try await app.post("/app/installations/\(installation)/access_tokens", body)
        return APICaller(self, token: try #require(answer.json["token"]?.string))
    }
}
