import Foundation
import Hummingbird

extension APIServer {
    func list(_ call: KubernetesRequest, _ type: ResourceType) async throws(APIError) -> Response {
        let labels = try LabelSelector(call.query["labelSelector"] ?? "")
        let fields = try FieldSelector(call.query["fieldSelector"] ?? "", type: type)
        try await checkVersion(call)
        let mark = try await mark(call)
        let page = await store.page(
            type, namespace: call.namespace.isEmpty ? nil : call.namespace, after: mark?.key,
            limit: call.query["resourceVersion"] == "0" ? 0 : Int(call.query["limit"] ?? "") ?? 0
        ) { labels.matches($0) && fields.matches($0) }
        let version = mark.map { $0.rv < 0 ? page.version : $0.rv } ?? page.version
        var metadata: [String: JSONValue] = ["resourceVersion": .string(String(version))]
        if let last = page.last {
            metadata["continue"] = .string(Self.token(version: version, start: last))
            let selects = !(call.query["labelSelector"] ?? "").isEmpty || !(call.query["fieldSelector"] ?? "").isEmpty
            if !selects { metadata["remainingItemCount"] = .int(page.remaining) }
        }
        return .json(
            Self.listBody(page.objects, type: type, metadata: metadata, metadataOnly: call.wantsMetadataOnly))
    }

    static func listBody(
        _ items: [JSONValue], type: ResourceType, metadata: [String: JSONValue], metadataOnly: Bool = false
    ) -> JSONValue {
        var metadata = metadata
        if type.isCustom, metadata["continue"] == nil { metadata["continue"] = "" }
        let shown = items.map { item in
            if metadataOnly { return item.metadataOnly }
            guard !type.isCustom else { return item }
            var item = item
            item["kind"] = nil
            item["apiVersion"] = nil
            return item
        }
        return [
            "kind": metadataOnly ? "PartialObjectMetadataList" : .string("\(type.kind)List"),
            "apiVersion": metadataOnly ? "meta.k8s.io/v1" : .string(type.apiVersion), "metadata": .object(metadata),
            "items": .array(shown),
        ]
    }

    private func checkVersion(_ call: KubernetesRequest) async throws(APIError) {
        let wanted = call.query["resourceVersion"] ?? ""
        guard !wanted.isEmpty else { return }
        if !(call.query["continue"] ?? "").isEmpty {
            throw .badRequest("specifying resource version is not allowed when using continue")
        }
        guard let version = Int(wanted) else {
            throw .badRequest("strconv.ParseUint: parsing \"\(wanted)\": invalid syntax")
        }
        if call.query["resourceVersionMatch"] == "Exact" {
            let compacted = await store.compacted
            if version < compacted { throw .expired("The resourceVersion for the provided list is too old.") }
        }
    }

    // MARK: Pages

    /// What a continue token says: the version of the list, and the last object of the page before.
    private struct Mark: Codable {
        let v: String
        let rv: Int
        let start: String

        var key: ClusterStore.Key {
            let parts = start.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            return ClusterStore.Key(
                namespace: String(parts[0]), name: parts.count > 1 ? String(parts[1].prefix { $0 != "\0" }) : "")
        }
    }

    private static let tooOld =
        "The provided continue parameter is too old to display a consistent list result. You can start a new "
        + "list without "
        + "the continue parameter, or use the continue token in this response to retrieve the remainder of the "
        + "results. "
        + "Continuing with the provided token results in an inconsistent list - objects that were created, "
        + "modified, or "
        + "deleted between the time the first chunk was returned and now may show up in the list."

    /// Where a list goes on; nil at its beginning.
    private func mark(_ call: KubernetesRequest) async throws(APIError) -> Mark? {
        guard let token = call.query["continue"], !token.isEmpty else { return nil }
        let mark = try read(token)
        let compacted = await store.compacted
        guard mark.rv >= 0, mark.rv < compacted else { return mark }
        var gone = APIError.expired(Self.tooOld)
        gone.listMetadata = ["continue": .string(Self.token(version: -1, start: mark.key))]
        throw gone
    }

    private static func token(version: Int, start: ClusterStore.Key) -> String {
        let mark = Mark(v: "meta.k8s.io/v1", rv: version, start: "\(start.namespace)/\(start.name)\0")
        let data = (try? JSONEncoder().encode(mark)) ?? Data()
        return data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").filter { $0 != "=" }
    }

    private func read(_ token: String) throws(APIError) -> Mark {
        var text = token.replacing("-", with: "+").replacing("_", with: "/")
        text += String(repeating: "=", count: (4 - text.count % 4) % 4)
        guard let data = Data(base64Encoded: text), let mark = try? JSONDecoder().decode(Mark.self, from: data) else {
            throw .badRequest("invalid continue token: continue key is not valid")
        }
        return mark
    }
}
