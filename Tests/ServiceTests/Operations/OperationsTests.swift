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

    @Test func readinessNamesWhatIsMissingAndWhy() async throws {
        let board = HealthBoard([.github, .cluster], now: StorageFixture.now)
        try await OperationsFixture(board).serve { base in
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
        let fixture = try await OperationsFixture()
        try await fixture.storage.register()
        try await fixture.database.write {
            _ = try $0.deliveries.append(
                ReceivedDelivery(
                    guid: "g", event: "push", body: Data(), received: StorageFixture.now.addingTimeInterval(-90)))
        }
        try await fixture.serve { base in
            let answer = try await send(HTTPClientRequest(url: base + "/metrics"))
            #expect(answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
            for line in [
                #"slipway_queue_length{queue="deliveries"} 1"#, #"slipway_queue_age_seconds{queue="deliveries"} 90"#,
                #"slipway_queue_length{queue="runs"} 0"#, #"slipway_queue_age_seconds{queue="outbox"} 0"#,
                #"slipway_runs{state="waiting"} 0"#, #"slipway_projects{state="active"} 1"#,
                #"slipway_environments{environment="staging",state="waiting"} 1"#,
                #"slipway_sources{state="failed"} 0"#,
                #"slipway_releases_total{environment="production",state="ready"} 0"#,
                "slipway_start_timestamp_seconds 1800000000",
            ] {
                #expect(answer.text.contains(line + "\n"), "\(line)")
            }
        }
    }

    @Test func onlyReadingIsAnswered() async throws {
        try await OperationsFixture().serve { base in
            var request = HTTPClientRequest(url: base + "/healthz")
            request.method = .POST
            let posted = try await send(request)
            #expect(posted.status == 405)
            #expect(posted.headers["allow"] == "GET, HEAD")
            #expect(posted.headers["content-type"] == "application/problem+json")
            let other = try await send(HTTPClientRequest(url: base + "/"))
            #expect(other.status == 404)
            request.method = .HEAD
            let head = try await send(request)
            #expect(head.status == 200)
            #expect(head.text.isEmpty)
        }
    }
}
