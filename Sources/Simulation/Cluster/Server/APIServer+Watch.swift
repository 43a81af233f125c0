import Foundation
import Hummingbird
import NIOCore

extension APIServer {
    func watch(_ call: KubernetesRequest, _ type: ResourceType) async throws(APIError) -> Response {
        let filter = WatchFilter(
            labels: try LabelSelector(call.query["labelSelector"] ?? ""),
            fields: try FieldSelector(call.query["fieldSelector"] ?? "", type: type),
            metadataOnly: call.wantsMetadataOnly)
        try checkWatchOptions(call)
        let wanted = call.query["resourceVersion"] ?? ""
        guard let start = wanted.isEmpty ? 0 : Int(wanted) else {
            throw .serverError(
                "resourceVersion: Invalid value: \"\(wanted)\": strconv.ParseUint: parsing \"\(wanted)\": "
                    + "invalid syntax"
            )
        }
        let namespace = call.namespace.isEmpty ? nil : call.namespace
        let initial = start == 0 || call.query["sendInitialEvents"] == "true"
        let (objects, now) = initial ? await store.list(type, namespace: namespace) : ([], await store.version)
        guard let subscription = await store.watch(type: type.id, namespace: namespace, after: initial ? now : start)
        else { return await expired(start, filter) }
        var events = initial ? objects.compactMap { filter.event(forExisting: $0) } : []
        let bookmarks = call.query["allowWatchBookmarks"] == "true"
        if bookmarks, call.query["sendInitialEvents"] == "true" {
            events.append(Self.bookmark(type, version: now, endsInitialEvents: true))
        }
        let seconds = Int(call.query["timeoutSeconds"] ?? "") ?? 1800
        let stream = WatchStream(
            store: store, type: type, subscription: subscription, filter: filter, initial: events,
            limit: .seconds(seconds), bookmark: bookmarks ? timings.bookmark : nil, clock: clock)
        return Response(
            status: .ok, headers: [.contentType: "application/json"],
            body: ResponseBody { writer in try await stream.write(to: &writer) })
    }

    private func checkWatchOptions(_ call: KubernetesRequest) throws(APIError) {
        let match = call.query["resourceVersionMatch"]
        if call.query["sendInitialEvents"] == nil {
            guard match != nil else { return }
            throw .invalidOptions(
                "ListOptions",
                [
                    .forbidden(
                        "resourceVersionMatch",
                        "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided")
                ])
        }
        guard match == "NotOlderThan" else {
            throw .invalidOptions(
                "ListOptions",
                [
                    .forbidden(
                        "resourceVersionMatch",
                        "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan")
                ])
        }
    }

    /// HTTP 200 with one ERROR event, then the end.
    private func expired(_ start: Int, _ filter: WatchFilter) async -> Response {
        let oldest = await store.compacted
        let status = APIError.expired("too old resource version: \(start) (\(oldest))").status
        let line = JSONValue.object(["type": "ERROR", "object": status]).serialized()
        return Response(
            status: .ok, headers: [.contentType: "application/json"],
            body: ResponseBody { writer in
                try await writer.write(ByteBuffer(bytes: line + Data("\n".utf8)))
                try await writer.finish(nil)
            })
    }

    static func bookmark(_ type: ResourceType, version: Int, endsInitialEvents: Bool = false) -> JSONValue {
        var metadata: JSONValue = ["resourceVersion": .string(String(version))]
        if endsInitialEvents { metadata["annotations"] = ["k8s.io/initial-events-end": "true"] }
        return [
            "type": "BOOKMARK",
            "object": [
                "kind": .string(type.kind), "apiVersion": .string(type.apiVersion), "metadata": metadata,
            ],
        ]
    }
}
