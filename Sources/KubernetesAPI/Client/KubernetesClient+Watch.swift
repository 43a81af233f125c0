import AsyncHTTPClient
import Foundation
import NIOFoundationCompat
import NIOHTTP1

extension KubernetesClient {
    /// The changes of a type since a version.
    ///
    /// - Parameter version: `resourceVersion` of a list or of the last event.
    public func watch<Object: NamespacedObject>(
        _ type: Object.Type = Object.self, in reach: Reach, matching selector: Selector = .everything,
        from version: String
    ) -> Watch<Object> {
        changes(reach.namespace, selector, version)
    }

    /// The changes of a type that belongs to no namespace, since a version.
    public func watch<Object: ClusterObject>(
        _ type: Object.Type = Object.self, matching selector: Selector = .everything, from version: String
    ) -> Watch<Object> {
        changes(nil, selector, version)
    }

    func changes<Object: KubernetesObject>(
        _ namespace: NamespaceName?, _ selector: Selector, _ version: String
    ) -> Watch<Object> {
        let query =
            selector.query + [
                ("watch", "true"), ("allowWatchBookmarks", "true"), ("resourceVersion", version),
                ("timeoutSeconds", String(max(1, options.watchDuration.components.seconds))),
            ]
        let request = Request(
            call: call(.watch, Object.self, namespace, nil), method: .get,
            path: ResourcePath(Object.resource, namespace: namespace).text(query: query))
        return Watch(client: self, request: request)
    }

    /// Sends a watch and returns when its answer has begun.
    func open(_ request: Request) async throws -> HTTPClientResponse {
        let start = ContinuousClock.now
        var status: Int?
        defer { report(request.call, status: status, since: start) }
        let response = try await withDeadline(options.requestTimeout, clock: clock) { [self] in
            let response = try await respond(to: request)
            guard response.status != .ok else { return (response, Data()) }
            return try await (response, Data(buffer: response.body.collect(upTo: options.maximumEventBytes)))
        }
        status = Int(response.0.status.code)
        try check(response.0, response.1, request.call)
        return response.0
    }
}
