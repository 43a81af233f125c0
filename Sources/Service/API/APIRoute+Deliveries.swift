import Foundation
import HTTPTypes
import Storage

extension APIRoute {
    static let deliveries = [listDeliveries, showDelivery, replay]

    private static let statuses = DeliveryStatus.allCases.map(\.rawValue) + [DeliveryReport.lost]

    private static let listDeliveries = APIRoute(
        method: .get, path: "/api/deliveries", operation: "listDeliveries",
        summary: "Deliveries that came, newest first; or those that did not.",
        parameters: [
            APIParameter(
                name: "status",
                words: "Only these. `lost`: those that GitHub could not deliver, and that did not come since.",
                schema: .among(statuses)),
            APIParameter(name: "event", words: "Only this event, such as `push`.", schema: .string),
            APIParameter(
                name: "repository", words: "Only of this repository, `owner/name`, whatever its capitals.",
                schema: .string),
            .cursor, .limit,
        ],
        answer: Answer(
            words: "A page of deliveries. With `repository`, pages of lost ones may be shorter than asked for.",
            schema: .page(of: DeliveryReport.schema)),
        problems: [.invalid]
    ) { request, desk in
        let (status, event, repository) = (request.text("status"), request.text("event"), request.text("repository"))
        let limit = try request.limit
        if status == DeliveryReport.lost {
            let cursor = try request.cursor(of: "lost", fields: 2)
            return try await desk.database.read {
                try $0.lostDeliveryPage(event: event, repository: repository, after: cursor, limit: limit)
            }
        }
        if let status, !statuses.contains(status) { throw APIRequest.notAmong("status", status, statuses) }
        let filter = DeliveryFilter(
            status: status.flatMap(DeliveryStatus.init), event: event, repository: repository,
            before: try request.number(behind: "deliveries"))
        return try await desk.database.read { try $0.deliveryPage(filter, limit: limit) }
    }

    private static let showDelivery = APIRoute(
        method: .get, path: "/api/deliveries/{guid}", operation: "showDelivery",
        summary: "A delivery, and what came of it.",
        answer: Answer(words: "The delivery.", schema: DeliveryReport.schema), problems: [.notFound]
    ) { request, desk in
        let guid = request.place("guid")
        guard let report = try await desk.database.read({ try $0.deliveryReport(guid) }) else {
            throw APIProblem.noDelivery(guid)
        }
        return report
    }

    private static let replay = APIRoute(
        method: .post, path: "/api/deliveries/{guid}/replay", operation: "replayDelivery",
        summary:
            "Puts a delivery back into the queue, as if it had just arrived. What was done already is not done twice; a run "
            + "that has failed goes on from where it was.",
        access: .operate,
        answer: Answer(status: .accepted, words: "The delivery, queued.", schema: DeliveryReport.schema),
        problems: [.notFound, .conflict]
    ) { request, desk in
        _ = try request.fields()
        let (guid, now) = (request.place("guid"), desk.now)
        guard
            let report = try await desk.database.write(
                as: request.caller, { try $0.replayDelivery(guid, at: now()) })
        else {
            throw APIProblem.noDelivery(guid)
        }
        return report
    }
}

extension APIProblem {
    fileprivate static func noDelivery(_ guid: String) -> APIProblem {
        APIProblem(
            .notFound, "There is no delivery \(guid).", whatToDo: "/api/deliveries lists those that are remembered.")
    }
}
