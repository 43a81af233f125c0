import Foundation
import Hummingbird

extension APIServer {
    func delete(_ call: KubernetesRequest, _ type: ResourceType) async throws(APIError) -> Response {
        let request = WriteRequest(
            type: type, namespace: call.namespace, name: call.name, manager: call.fieldManager, isDryRun: call.isDryRun)
        let options = try options(call)
        return .json(try await store.delete(options, request))
    }

    func deleteCollection(_ call: KubernetesRequest, _ type: ResourceType) async throws(APIError) -> Response {
        let labels = try LabelSelector(call.query["labelSelector"] ?? "")
        let fields = try FieldSelector(call.query["fieldSelector"] ?? "", type: type)
        let options = try options(call)
        let (all, version) = await store.list(type, namespace: call.namespace.isEmpty ? nil : call.namespace)
        let found = all.filter { labels.matches($0) && fields.matches($0) }
        for object in found {
            let request = WriteRequest(
                type: type, namespace: object.namespace, name: object.name, manager: call.fieldManager,
                isDryRun: call.isDryRun)
            _ = try await store.delete(options, request)
        }
        return .json(
            Self.listBody(found, type: type, metadata: ["resourceVersion": .string(String(version))]))
    }

    private func options(_ call: KubernetesRequest) throws(APIError) -> ClusterStore.DeleteOptions {
        let body = call.body.isEmpty ? [:] : (try? JSONValue(yaml: String(decoding: call.body, as: UTF8.self))) ?? [:]
        let propagation = call.query["propagationPolicy"] ?? body["propagationPolicy"]?.string
        if let propagation, !["Foreground", "Background", "Orphan"].contains(propagation) {
            throw .invalidOptions(
                "DeleteOptions",
                [
                    .unsupported(
                        "propagationPolicy", value: propagation,
                        supported: ["Foreground", "Background", "Orphan", "nil"])
                ])
        }
        return ClusterStore.DeleteOptions(
            uid: body["preconditions", "uid"]?.string,
            resourceVersion: body["preconditions", "resourceVersion"]?.string, propagation: propagation,
            gracePeriodSeconds: body["gracePeriodSeconds"]?.int ?? call.query["gracePeriodSeconds"].flatMap { Int($0) })
    }
}
