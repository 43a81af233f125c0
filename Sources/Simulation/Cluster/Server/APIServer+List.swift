import Foundation
import Hummingbird

extension APIServer {
    func list(_ call: KubernetesRequest, _ type: ResourceType) async throws(APIError) -> Response {
        let labels = try LabelSelector(call.query["labelSelector"] ?? "")
        let fields = try FieldSelector(call.query["fieldSelector"] ?? "", type: type)
        try await checkVersion(call)
        let (all, version) = await store.list(type, namespace: call.namespace.isEmpty ? nil : call.namespace)
        let found = all.filter { labels.matches($0.labels) && fields.matches($0) }
        let selects = !(call.query["labelSelector"] ?? "").isEmpty || !(call.query["fieldSelector"] ?? "").isEmpty
        let page = try await page(found, call, version: version, selects: selects)
        return .json(
            Self.listBody(
                page.items, type: type, metadata: page.metadata, metadataOnly: call.wantsMetadataOnly))
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
    }

    private static let tooOld =
        "The provided continue parameter is too old to display a consistent list result. You can start a new "
        + "list without "
        + "the continue parameter, or use the continue token in this response to retrieve the remainder of the "
        + "results. "
        + "Continuing with the provided token results in an inconsistent list - objects that were created, "
        + "modified, or "
        + "deleted between the time the first chunk was returned and now may show up in the list."

    private func page(
        _ found: [JSONValue], _ call: KubernetesRequest, version: Int, selects: Bool
    ) async throws(APIError) -> (items: [JSONValue], metadata: [String: JSONValue]) {
        var version = version
        var rest = found
        if let token = call.query["continue"], !token.isEmpty {
            let mark = try read(token)
            if mark.rv >= 0 {
                let compacted = await store.compacted
                if mark.rv < compacted {
                    var gone = APIError.expired(Self.tooOld)
                    gone.listMetadata = ["continue": .string(Self.token(version: -1, start: mark.start))]
                    throw gone
                }
                version = mark.rv
            }
            rest = found.filter { Self.position($0) > mark.start }
        }
        var metadata: [String: JSONValue] = ["resourceVersion": .string(String(version))]
        let limit = call.query["resourceVersion"] == "0" ? 0 : Int(call.query["limit"] ?? "") ?? 0
        guard limit > 0, rest.count > limit else { return (rest, metadata) }
        let items = Array(rest.prefix(limit))
        metadata["continue"] = .string(Self.token(version: version, start: items.last.map(Self.position) ?? ""))
        if !selects { metadata["remainingItemCount"] = .int(rest.count - limit) }
        return (items, metadata)
    }

    private static func position(_ object: JSONValue) -> String { "\(object.namespace)/\(object.name)\0" }

    private static func token(version: Int, start: String) -> String {
        let data = (try? JSONEncoder().encode(Mark(v: "meta.k8s.io/v1", rv: version, start: start))) ?? Data()
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
