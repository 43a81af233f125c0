import AsyncHTTPClient
import Foundation
import Logging
import NIOCore
import NIOHTTP1
import Redaction
import Storage

@testable import Service

/// The operations address over a database of its own.
struct OperationsFixture {
    static let token = "abcdefghijklmnopqrstuvwxyz"
    static let readToken = "zyxwvutsrqponmlkjihgfedcba"

    let storage: StorageFixture
    let board: HealthBoard
    let metrics = MetricsRegistry()

    init(_ board: HealthBoard = HealthBoard([], now: StorageFixture.now)) async throws {
        storage = try await StorageFixture()
        self.board = board
    }

    var database: Database { storage.database }

    /// Serves while `body` runs; `base` is the address.
    func serve(_ body: @escaping @Sendable (_ base: String) async throws -> Void) async throws {
        metrics.beginCounters()
        let gauges = Gauges.of(database, metrics, board: board)
        let api = API(
            desk: APIDesk(database: database, now: { StorageFixture.now }),
            tokens: APITokens(Redacted(Self.token), reading: Redacted(Self.readToken)), logger: .silent)
        let server = HTTPServer(
            key: "operations", address: SocketAddress(host: "127.0.0.1", port: 0),
            responder: Operations(board: board, metrics: metrics, sample: { await gauges.sample() }, api: api),
            limits: HTTPLimits(), connections: OpenConnections(limit: 64), logger: .silent)
        try await serving([server]) { try await body("http://\(server.bound.value())") }
    }

    static func request(
        _ url: String, _ method: HTTPMethod = .GET, token: String? = token, body: String? = nil,
        type: String? = "application/json"
    ) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: url)
        request.method = method
        if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
        if let body { request.body = .bytes(.init(string: body)) }
        if body != nil, let type { request.headers.add(name: "Content-Type", value: type) }
        return request
    }
}

extension Gauges {
    static func of(
        _ database: Database, _ metrics: MetricsRegistry, board: HealthBoard = HealthBoard([], now: StorageFixture.now)
    ) -> Gauges {
        Gauges(
            database: database, board: board, releases: ReleaseTally(metrics, since: StorageFixture.now),
            metrics: metrics, limits: RateLimitGauges(metrics, now: { StorageFixture.now }),
            started: StorageFixture.now,
            now: { StorageFixture.now })
    }
}
