import Foundation
import HTTPTypes
import Hummingbird

/// Answers on the operations address: health, metrics and the JSON API.
struct Operations: HTTPResponder {
    typealias Context = ChannelContext

    let board: HealthBoard
    let metrics: MetricsRegistry
    /// Brings gauges up to date before a scrape.
    let sample: @Sendable () async -> Void
    let api: API

    func respond(to request: Request, context: ChannelContext) async throws -> Response {
        let response = await answer(request)
        return request.method == .head ? response.createHeadResponse() : response
    }

    private func answer(_ request: Request) async -> Response {
        let path = request.uri.path
        if path == "/api" || path.hasPrefix("/api/") { return await api.respond(to: request) }
        guard ["/healthz", "/readyz", "/metrics"].contains(path) else {
            return APIProblem(
                .notFound, "There is nothing at \(path).",
                whatToDo: "Try /healthz, /readyz, /metrics, or /api/openapi.json for the API."
            ).response
        }
        guard request.method == .get || request.method == .head else {
            return APIProblem(
                .methodNotAllowed, "\(request.method.rawValue) is not answered at \(path).",
                whatToDo: "Use GET, HEAD.", headers: [.allow: "GET, HEAD"]
            ).response
        }
        switch path {
        case "/healthz": return Response(["status": "ok"])
        case "/readyz": return readiness
        default:
            await sample()
            return Response(text: metrics.exposition, type: "text/plain; version=0.0.4; charset=utf-8")
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
        return Response(report, status: report.status == "ready" ? .ok : .serviceUnavailable)
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
