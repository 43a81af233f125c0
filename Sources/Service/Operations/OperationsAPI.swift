import Foundation
import Hummingbird
import HummingbirdCore
import Storage

/// The read-only JSON under `/api`: the same documents as `--json` on the command line.
struct OperationsAPI: Sendable {
    private static let longestList = 1000

    let database: Database

    func respond(to request: Request) async -> Response {
        let words = request.uri.path.split(separator: "/").map { $0.removingPercentEncoding ?? String($0) }
        do {
            return try await answer(Array(words.dropFirst()), request.uri)
        } catch {
            return Operations.json(Operations.Problem(error: error.sentence), status: .serviceUnavailable)
        }
    }

    private func answer(_ words: [String], _ uri: URI) async throws -> Response {
        switch (words.first, words.count) {
        case ("projects", 1): return Operations.json(try await database.read { try $0.projectSummaries() })
        case ("projects", 3):
            let name = "\(words[1])/\(words[2])"
            return found(try await database.read { try $0.projectReport(name) }, "project \(name)")
        case ("runs", 2):
            guard let id = Int64(words[1]) else { return missing("run \(words[1])") }
            return found(try await database.read { try $0.runReport(id) }, "run \(id)")
        case ("deliveries", 1): return try await deliveries(uri)
        case ("deliveries", 2):
            return found(try await database.read { try $0.deliveryReport(words[1]) }, "delivery \(words[1])")
        default: return missing("address; try /api/projects or /api/deliveries")
        }
    }

    private func deliveries(_ uri: URI) async throws -> Response {
        let query = uri.queryParameters
        let status = query["status"].map(String.init)
        let filter = DeliveryFilter(
            status: status.flatMap { DeliveryStatus(rawValue: $0) },
            event: query["event"].map(String.init), repository: query["repository"].map(String.init))
        let limit = min(query["limit"].flatMap { Int($0) } ?? 50, Self.longestList)
        if status == DeliveryReport.lost {
            return Operations.json(
                try await database.read {
                    try $0.lostDeliveryReports(
                        event: filter.event, repository: filter.repository, limit: max(limit, 1))
                })
        }
        return Operations.json(try await database.read { try $0.deliveryReports(filter, limit: max(limit, 1)) })
    }

    private func found(_ value: (some Encodable)?, _ what: String) -> Response {
        value.map { Operations.json($0) } ?? missing(what)
    }

    private func missing(_ what: String) -> Response {
        Operations.json(Operations.Problem(error: "There is no \(what)."), status: .notFound)
    }
}
