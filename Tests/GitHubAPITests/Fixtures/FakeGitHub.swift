import AsyncHTTPClient
import Foundation
import GitHubAPI
import Hummingbird
import NIOCore
import Redaction

/// What a client sent.
struct Received: Sendable {
    let method: String
    /// Path and query, beginning with `/api/v3`.
    let target: String
    /// The address that ends where `target` begins its own part: `http://127.0.0.1:PORT/NUMBER/api/v3`.
    let base: String
    let headers: [String: String]
    let body: String

    var authorization: String? { headers["authorization"] }

    func json<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        try JSONDecoder().decode(type, from: Data(body.utf8))
    }
}

/// What a test lets GitHub say.
struct Answer: Sendable {
    var status = 200
    var headers: [String: String] = [:]
    var body = "{}"

    static func json(_ body: String) -> Answer { Answer(body: body) }

    static func error(_ status: Int, _ message: String, headers: [String: String] = [:]) -> Answer {
        Answer(status: status, headers: headers, body: #"{"message": "\#(message)"}"#)
    }
}

/// The other side of a test: answers as told and remembers what it was asked.
actor FakeGitHub {
    private(set) var received: [Received] = []
    private let answer: @Sendable (Received, Int) async throws -> Answer

    init(answer: @escaping @Sendable (Received, Int) async throws -> Answer) {
        self.answer = answer
    }

    var targets: [String] { received.map { $0.method + " " + $0.target } }

    func respond(to request: Received) async throws -> Answer {
        received.append(request)
        return try await answer(request, received.count)
    }

    /// Runs `test` with a client that talks to a server answering as told; the number counts requests from 1.
    static func run(
        credential: GitHubCredential = .token(LiveSecret(Redacted("static-token"))),
        clock: TestClock = TestClock(),
        memory: LimitMemory = LimitMemory(),
        configure: @Sendable (inout GitHubClient.Configuration) -> Void = { _ in },
        observe: @escaping @Sendable (RequestObservation) -> Void = { _ in },
        answer: @escaping @Sendable (Received, Int) async throws -> Answer,
        test: @Sendable (GitHubClient, FakeGitHub) async throws -> Void
    ) async throws {
        let fake = FakeGitHub(answer: answer)
        var configuration = try GitHubClient.Configuration(api: try await FakeServer.shared.add(fake))
        configure(&configuration)
        let settings = configuration
        try await withHTTPClient { http in
            let client = GitHubClient(
                configuration: settings, credential: credential, http: http, memory: memory, now: { clock.now },
                observe: observe)
            try await test(client, fake)
        }
    }
}

func withHTTPClient(_ body: (HTTPClient) async throws -> Void) async throws {
    var configuration = HTTPClient.Configuration.gitHub
    configuration.timeout.connect = .seconds(60)
    let http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    do {
        try await body(http)
    } catch {
        try await http.shutdown()
        throw error
    }
    try await http.shutdown()
}
