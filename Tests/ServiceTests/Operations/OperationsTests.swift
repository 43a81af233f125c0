import AsyncHTTPClient
import Foundation
import NIOHTTP1
import Storage
import Testing

@testable import Service

@Suite("Operations")
struct OperationsTests {
    struct Readiness: Decodable {
        struct Check: Decodable {
            let ok: Bool
            let reason: String?
        }
        let status: String
        let checks: [String: Check]
    }

    func withOperations(
        _ board: HealthBoard, _ fixture: StorageFixture, _ body: @escaping @Sendable (String) async throws -> Void
    ) async throws {
        let metrics = MetricsRegistry()
        let gauges = DatabaseGauges(database: fixture.database, metrics: metrics)
        let server = HTTPServer(
            key: "operations", address: SocketAddress(host: "127.0.0.1", port: 0),
            responder: Operations(
                board: board, metrics: metrics, sample: { await gauges.sample() },
                api: OperationsAPI(database: fixture.database)),
            limits: HTTPLimits(), connections: OpenConnections(limit: 64), logger: .silent)
        try await serving([server]) { try await body("http://\(server.bound.value())") }
    }

    @Test func readinessNamesWhatIsMissingAndWhy() async throws {
        let board = HealthBoard([.github, .cluster], now: StorageFixture.now)
        try await withOperations(board, try await StorageFixture()) { base in
            var answer = try await send(HTTPClientRequest(url: base + "/readyz"))
            #expect(answer.status == 503)
            #expect(try answer.json(Readiness.self).checks["cluster"]?.reason == "not checked yet")
            board.report(.github, failure: nil, at: StorageFixture.now)
            board.report(.cluster, failure: "The cluster cannot be reached.", at: StorageFixture.now)
            answer = try await send(HTTPClientRequest(url: base + "/readyz"))
            #expect(answer.status == 503)
            let readiness = try answer.json(Readiness.self)
            #expect(readiness.status == "not ready")
            #expect(readiness.checks["cluster"]?.reason == "The cluster cannot be reached.")
            #expect(readiness.checks["github"]?.ok == true)
            board.report(.cluster, failure: nil, at: StorageFixture.now)
            answer = try await send(HTTPClientRequest(url: base + "/readyz"))
            #expect(answer.status == 200)
            let health = try await send(HTTPClientRequest(url: base + "/healthz"))
            #expect(health.status == 200)
        }
    }

    @Test func metricsAreTextWithWhatWaits() async throws {
        let fixture = try await StorageFixture()
        try await fixture.database.write {
            _ = try $0.deliveries.append(
                ReceivedDelivery(guid: "g", event: "push", body: Data(), received: StorageFixture.now))
        }
        try await withOperations(HealthBoard([], now: StorageFixture.now), fixture) { base in
            let answer = try await send(HTTPClientRequest(url: base + "/metrics"))
            #expect(answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
            #expect(answer.text.contains("slipway_deliveries_queued 1\n"))
            #expect(answer.text.contains(#"slipway_runs{state="waiting"} 0"#))
        }
    }

    @Test func theAPIShowsDeliveriesAndProjects() async throws {
        struct Delivery: Decodable {
            let guid: String
            let status: String
        }
        struct Project: Decodable {
            let repository: String
            let state: String
        }
        let fixture = try await StorageFixture()
        try await fixture.register()
        try await fixture.database.write {
            _ = try $0.deliveries.append(
                ReceivedDelivery(guid: "g", event: "push", body: Data(), received: StorageFixture.now))
        }
        try await withOperations(HealthBoard([], now: StorageFixture.now), fixture) { base in
            let list = try await send(HTTPClientRequest(url: base + "/api/deliveries?status=queued"))
            #expect(try list.json([Delivery].self).map(\.guid) == ["g"])
            #expect(list.text.contains("\"action\" : null"))
            let none = try await send(HTTPClientRequest(url: base + "/api/deliveries?status=done"))
            #expect(try none.json([Delivery].self).isEmpty)
            let one = try await send(HTTPClientRequest(url: base + "/api/deliveries/g"))
            #expect(try one.json(Delivery.self).status == "queued")
            let projects = try await send(HTTPClientRequest(url: base + "/api/projects"))
            #expect(try projects.json([Project].self).map(\.repository) == ["acme/web-shop"])
            let project = try await send(HTTPClientRequest(url: base + "/api/projects/ACME/web-shop"))
            #expect(project.status == 200)
            #expect(project.text.contains("\"stages\""))
            let missing = try await send(HTTPClientRequest(url: base + "/api/projects/acme/none"))
            #expect(missing.status == 404)
            #expect(missing.text.contains("There is no project acme/none."))
        }
    }

    @Test func onlyReadingIsAnswered() async throws {
        try await withOperations(HealthBoard([], now: StorageFixture.now), try await StorageFixture()) { base in
            var request = HTTPClientRequest(url: base + "/healthz")
            request.method = .POST
            let posted = try await send(request)
            #expect(posted.status == 405)
            let other = try await send(HTTPClientRequest(url: base + "/"))
            #expect(other.status == 404)
        }
    }
}
