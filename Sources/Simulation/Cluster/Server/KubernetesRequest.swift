import Foundation
import HTTPTypes
import Hummingbird

/// A request as the API reads it.
struct KubernetesRequest: Sendable {
    let method: HTTPRequest.Method
    let path: String
    let query: [String: String]
    let contentType: String
    let accept: String
    let userAgent: String
    let token: String?
    var body = Data()

    private(set) var isResource = false
    private(set) var group = ""
    private(set) var version = ""
    private(set) var resource = ""
    private(set) var subresource = ""
    private(set) var namespace = ""
    private(set) var name = ""

    init(_ request: Request) {
        method = request.method
        path = request.uri.path
        query = Dictionary(
            request.uri.queryParameters.map { (String($0.key), String($0.value)) },
            uniquingKeysWith: { first, _ in first })
        contentType = String(request.headers[.contentType]?.prefix { $0 != ";" } ?? "")
        accept = request.headers[.accept] ?? ""
        userAgent = request.headers[.userAgent] ?? ""
        token = request.headers[.authorization].flatMap { value in
            value.hasPrefix("Bearer ") ? String(value.dropFirst(7)) : nil
        }
        parse()
    }

    /// The verb of Kubernetes.
    var verb: String {
        guard isResource else { return method.rawValue.lowercased() }
        switch method {
        case .get: return isWatch ? "watch" : name.isEmpty ? "list" : "get"
        case .post: return "create"
        case .put: return "update"
        case .patch: return "patch"
        case .delete: return name.isEmpty ? "deletecollection" : "delete"
        default: return method.rawValue.lowercased()
        }
    }

    /// `watch` on the path of one object is ignored.
    var isWatch: Bool { name.isEmpty && ["1", "true"].contains(query["watch"] ?? "") }

    var typeID: ResourceType.ID { ResourceType.ID(group: group, plural: resource) }

    var access: AccessRequest {
        let selected = query["fieldSelector"].flatMap { text in
            text.hasPrefix("metadata.name=") ? String(text.dropFirst("metadata.name=".count)) : nil
        }
        return AccessRequest(
            verb: verb, group: group, resource: resource, subresource: subresource,
            namespace: resource == "namespaces" ? name : namespace, name: name.isEmpty ? selected ?? "" : name)
    }

    /// The manager of a write: the parameter, else what stands in `User-Agent` before the slash.
    var fieldManager: String { query["fieldManager"] ?? String(userAgent.prefix { $0 != "/" }) }

    var isDryRun: Bool { query["dryRun"] == "All" }

    /// `/api/v1/…` or `/apis/<group>/<version>/…`, then `[namespaces/<namespace>/]<resource>[/<name>[/<subresource>]]`.
    private mutating func parse() {
        var parts = path.split(separator: "/").map { String($0).removingPercentEncoding ?? String($0) }[...]
        switch parts.popFirst() {
        case "api": version = parts.popFirst() ?? ""
        case "apis":
            group = parts.popFirst() ?? ""
            version = parts.popFirst() ?? ""
        default: return
        }
        guard !parts.isEmpty else { return }
        isResource = true
        if parts.first == "namespaces", parts.count > 2, !["status", "finalize"].contains(parts[parts.startIndex + 2]) {
            parts.removeFirst()
            namespace = parts.removeFirst()
        }
        resource = parts.popFirst() ?? ""
        name = parts.popFirst() ?? ""
        subresource = parts.joined(separator: "/")
    }
}
