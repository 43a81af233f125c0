import Foundation
import Simulation
import Testing

/// Someone who talks HTTP to the simulated GitHub.
struct APICaller {
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

    func send(_ method: String, _ path: String, _ body: JSONValue? = nil) async throws -> SimulationClient.Answer {
        var headers: [String: String] = [:]
        headers["User-Agent"] = userAgent
        headers["Authorization"] = authorization
        let url = path.hasPrefix("http") ? path : base + path
        return try await Self.client.send(method, url, headers: headers, body: body?.serialized())
    }

    func get(_ path: String) async throws -> SimulationClient.Answer { try await send("GET", path) }
    func post(_ path: String, _ body: JSONValue) async throws -> SimulationClient.Answer {
        try await send("POST", path, body)
    }
    func patch(_ path: String, _ body: JSONValue) async throws -> SimulationClient.Answer {
        try await send("PATCH", path, body)
    }
    func put(_ path: String, _ body: JSONValue) async throws -> SimulationClient.Answer {
        try await send("PUT", path, body)
    }

    /// One for all tests, closed with the process.
    private static let client = SimulationClient()
}

extension SimulationClient.Answer {
    /// GitHub's `message`.
    var message: String? { json["message"]?.string }
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
