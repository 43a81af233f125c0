import Foundation
import HTTPTypes
import Hummingbird

/// Answers on the operations address: health, metrics and the read-only JSON API.
struct Operations: HTTPResponder {
    typealias Context = ChannelContext

    let board: HealthBoard
    let metrics: MetricsRegistry
    /// Brings gauges up to date before a scrape.
    let sample: @Sendable () async -> Void
    let api: OperationsAPI

    func respond(to request: Request, context: ChannelContext) async throws -> Response {
        guard request.method == .get || request.method == .head else {
            return Self.json(Problem(error: "Only GET is answered here."), status: .methodNotAllowed)
        }
        switch request.uri.path {
        case "/healthz": return Self.json(["status": "ok"])
        case "/readyz": return readiness
        case "/metrics":
            await sample()
            return Self.text(metrics.exposition, type: "text/plain; version=0.0.4; charset=utf-8")
        case let path where path.hasPrefix("/api"): return await api.respond(to: request)
        default:
            let paths = "/healthz, /readyz, /metrics, /api/projects, /api/deliveries"
            return Self.json(Problem(error: "There is nothing here. Try \(paths)."), status: .notFound)
        }
    }

    private var readiness: Response {
        let checks = board.all
        let report = ReadinessReport(
            status: board.isReady ? "ready" : "not ready",
            checks: Dictionary(
                uniqueKeysWithValues: checks.map { component, health in
                    (component.rawValue, .init(ok: health.isHealthy, reason: health.reason, since: health.since))
                }))
        return Self.json(report, status: report.status == "ready" ? .ok : .serviceUnavailable)
    }

    struct Problem: Encodable {
        let error: String
    }

    static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) -> Response {
        guard let data = try? JSONEncoder.slipway.encode(value) else { return Response(status: .internalServerError) }
        return Response(
            status: status, headers: [.contentType: "application/json"],
            body: .init(byteBuffer: .init(bytes: data + Data("\n".utf8))))
    }

    private static func text(_ text: String, type: String) -> Response {
        Response(status: .ok, headers: [.contentType: type], body: .init(byteBuffer: .init(string: text)))
    }
}

/// What `/readyz` says.
struct ReadinessReport: Encodable {
    struct Check: Encodable {
        let ok: Bool
        let reason: String?
        let since: Date
    }

    let status: String
    let checks: [String: Check]
}

extension JSONEncoder {
    /// How Slipway writes JSON for people and scripts: stable order, ISO 8601 in UTC.
    public static var slipway: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        return encoder
    }
}
