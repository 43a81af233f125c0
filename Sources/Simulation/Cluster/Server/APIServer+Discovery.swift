import Hummingbird

extension APIServer {
    /// Paths that are not about objects: version, health, discovery; `nil` when this is another path.
    func openPath(_ call: KubernetesRequest, user: ClusterUser) async throws(APIError) -> Response? {
        switch call.path {
        case "/version": return .json(Self.version)
        case "/readyz", "/livez", "/healthz", "/readyz/ping": return .text("ok")
        case "/api": return .json(["kind": "APIVersions", "versions": ["v1"]])
        case "/apis":
            let groups = await groups()
            return .json(["kind": "APIGroupList", "apiVersion": "v1", "groups": .array(groups)])
        default: break
        }
        guard !call.isResource else { return nil }
        if call.path.hasPrefix("/api/") || call.path.hasPrefix("/apis/") { return try await group(call) }
        guard user.rules.contains(.everything) else {
            throw APIError(
                code: 403, reason: "Forbidden",
                message:
                    "forbidden: User \"\(user.name)\" cannot \(call.method.rawValue.lowercased()) path "
                    + "\"\(call.path)\"",
                details: [:])
        }
        throw .typeNotServed
    }

    private static let version: JSONValue = [
        "major": "1", "minor": "36", "emulationMajor": "1", "emulationMinor": "36", "minCompatibilityMajor": "1",
        "minCompatibilityMinor": "35", "gitVersion": "v1.36.2", "gitTreeState": "clean", "compiler": "gc",
        "platform": "linux/amd64",
    ]

    private func groups() async -> [JSONValue] {
        let types = await store.types.values
        let names = Set(types.map(\.group)).filter { !$0.isEmpty }.sorted()
        return names.map(Self.describe)
    }

    private static func describe(_ group: String) -> JSONValue {
        let version: JSONValue = ["groupVersion": .string("\(group)/v1"), "version": "v1"]
        return ["name": .string(group), "versions": [version], "preferredVersion": version]
    }

    /// `/apis/<group>`, `/apis/<group>/<version>`, `/api/v1`.
    private func group(_ call: KubernetesRequest) async throws(APIError) -> Response {
        let types = await store.types.values.filter { $0.group == call.group }.sorted { $0.plural < $1.plural }
        guard !types.isEmpty else { throw .typeNotServed }
        if call.version.isEmpty {
            var group = Self.describe(call.group)
            group["kind"] = "APIGroup"
            group["apiVersion"] = "v1"
            return .json(group)
        }
        guard call.version == "v1" else { throw .typeNotServed }
        return .json([
            "kind": "APIResourceList", "apiVersion": "v1", "groupVersion": .string(types[0].apiVersion),
            "resources": .array(types.flatMap(Self.describe)),
        ])
    }

    private static func describe(_ type: ResourceType) -> [JSONValue] {
        let verbs: JSONValue = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"]
        let resource: JSONValue = [
            "name": .string(type.plural), "singularName": .string(type.kind.lowercased()),
            "namespaced": .bool(type.isNamespaced), "kind": .string(type.kind), "verbs": verbs,
        ]
        guard type.hasStatus else { return [resource] }
        let status: JSONValue = [
            "name": .string("\(type.plural)/status"), "singularName": "", "namespaced": .bool(type.isNamespaced),
            "kind": .string(type.kind), "verbs": ["get", "patch", "update"],
        ]
        return [resource, status]
    }

    /// `SelfSubjectReview`: who the caller is. Everybody who is somebody may ask.
    func reviewSelf(_ call: KubernetesRequest, user: ClusterUser) async throws(APIError) -> Response {
        guard call.resource == "selfsubjectreviews", call.verb == "create" else { throw .typeNotServed }
        guard !user.token.isEmpty else { throw call.access.refusal(user: user.name) }
        return .json(
            [
                "kind": "SelfSubjectReview", "apiVersion": "authentication.k8s.io/v1",
                "metadata": ["creationTimestamp": .string(await store.timestamp)],
                "status": [
                    "userInfo": [
                        "username": .string(user.name), "groups": .array(user.groups.map { .string($0) }),
                    ]
                ],
            ], status: 201)
    }

    /// `SelfSubjectAccessReview`: what the caller may do.
    func review(_ call: KubernetesRequest, user: ClusterUser) async throws(APIError) -> Response {
        guard call.resource == "selfsubjectaccessreviews", call.verb == "create",
            let body = try? JSONValue(yaml: String(decoding: call.body, as: UTF8.self))
        else { throw .typeNotServed }
        guard !user.token.isEmpty else { throw call.access.refusal(user: user.name) }
        guard let wanted = body["spec", "resourceAttributes"] else {
            let text = "exactly one of nonResourceAttributes or resourceAttributes must be specified"
            throw APIError(
                code: 422, reason: "Invalid",
                message: ".authorization.k8s.io \"\" is invalid: spec.resourceAttributes: Invalid value: null: \(text)",
                details: ["group": "authorization.k8s.io"],
                causes: [.invalid("spec.resourceAttributes", value: .null, text)])
        }
        let access = AccessRequest(
            verb: wanted["verb"]?.string ?? "", group: wanted["group"]?.string ?? "",
            resource: wanted["resource"]?.string ?? "", subresource: wanted["subresource"]?.string ?? "",
            namespace: wanted["namespace"]?.string ?? "", name: wanted["name"]?.string ?? "")
        let reason = await store.permission(for: access, user: user)
        var status: JSONValue = ["allowed": .bool(reason != nil)]
        if let reason, !reason.isEmpty { status["reason"] = .string(reason) }
        return .json(
            [
                "kind": "SelfSubjectAccessReview", "apiVersion": "authorization.k8s.io/v1", "metadata": [:],
                "spec": body["spec"] ?? [:], "status": status,
            ], status: 201)
    }
}
