import Foundation
import Hummingbird

extension APIServer {
    /// POST, PUT and PATCH.
    func write(_ call: KubernetesRequest, _ type: ResourceType, user: ClusterUser) async throws(APIError) -> Response {
        var request = WriteRequest(
            type: type, namespace: call.namespace, name: call.name, manager: call.fieldManager,
            subresource: call.subresource, isDryRun: call.isDryRun)
        try checkOptions(call)
        request.validation = call.query["fieldValidation"] ?? "Warn"
        let outcome: WriteOutcome
        switch call.verb {
        case "create":
            outcome = try await store.create(try body(call, type), request)
        case "update":
            outcome = try await store.replace(try body(call, type), request)
        case "patch" where call.contentType == "application/apply-patch+yaml":
            request.manager = call.query["fieldManager"] ?? ""
            outcome = try await apply(call, request, user: user)
        case "patch":
            let patch = try patch(call, type)
            outcome = try await store.patch(request, patch)
        default:
            throw APIError(
                code: 405, reason: "MethodNotAllowed",
                message: "the server does not allow this method on the requested resource", details: [:])
        }
        return .object(outcome.object, status: outcome.isNew ? 201 : 200, warnings: outcome.warnings, for: call)
    }

    private func apply(
        _ call: KubernetesRequest, _ request: WriteRequest, user: ClusterUser
    ) async throws(APIError) -> WriteOutcome {
        if request.manager.isEmpty {
            throw .invalidOptions("PatchOptions", [.required("fieldManager", "is required for apply patch")])
        }
        let body = try yaml(call)
        var request = request
        if await store.permission(for: call.access(verb: "create"), user: user) == nil {
            let refusal = call.access(verb: "create").refusal(user: user.name)
            request.mayCreate = { refusal }
        }
        var named = body
        named["metadata", "namespace"] = .string(call.namespace)
        named["metadata", "name"] = .string(call.name)
        try await store.checkEscalation(by: user, writing: named, type: request.type)
        return try await store.apply(body, force: call.query["force"] == "true", request)
    }

    private func checkOptions(_ call: KubernetesRequest) throws(APIError) {
        try checkDryRun(call)
        guard let manager = call.query["fieldManager"], manager.utf8.count > 128 else { return }
        throw .invalidOptions(
            call.verb == "create" ? "CreateOptions" : "PatchOptions",
            [
                FieldCause(
                    reason: "FieldValueTooLong", message: "Too long: may not be more than 128 bytes",
                    field: "fieldManager")
            ])
    }

    private func checkDryRun(_ call: KubernetesRequest) throws(APIError) {
        guard let value = call.query["dryRun"], value != "All" else { return }
        let kind = ["create": "CreateOptions", "update": "UpdateOptions"][call.verb] ?? "PatchOptions"
        let cause = FieldCause(
            reason: "FieldValueNotSupported",
            message: "Unsupported value: [\"\(value)\"]: supported values: \"All\"", field: "dryRun")
        throw .invalidOptions(kind, [cause])
    }

    private func yaml(_ call: KubernetesRequest) throws(APIError) -> JSONValue {
        let value: JSONValue
        do {
            value = try JSONValue(yaml: String(decoding: call.body, as: UTF8.self))
        } catch {
            throw .badRequest("error decoding YAML: error converting YAML to JSON: yaml: \(error)")
        }
        if value.array != nil {
            throw .badRequest(
                "error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal "
                    + "array into Go "
                    + "value of type map[string]interface {}")
        }
        return value.object == nil ? [:] : value
    }

    private func body(_ call: KubernetesRequest, _ type: ResourceType) throws(APIError) -> JSONValue {
        guard ["application/json", "application/yaml", ""].contains(call.contentType) else {
            throw APIError(
                code: 415, reason: "UnsupportedMediaType",
                message: "the body of the request was in an unknown format - accepted media types include: "
                    + "application/json, application/yaml, application/vnd.kubernetes.protobuf")
        }
        guard let value = try? JSONValue(yaml: String(decoding: call.body, as: UTF8.self)), value.object != nil else {
            throw .badRequest(
                "the object provided is unrecognized (must be of type \(type.kind)): couldn't get "
                    + "version/kind; json parse "
                    + "error: invalid JSON")
        }
        let kind = value.kind
        if !kind.isEmpty, kind != type.kind {
            throw .badRequest(
                "\(kind) in version \"\(type.version)\" cannot be handled as a \(type.kind): converting to "
                    + "another kind "
                    + "is not possible")
        }
        if !value.namespace.isEmpty, value.namespace != call.namespace {
            throw .badRequest("the namespace of the provided object does not match the namespace sent on the request")
        }
        return value
    }

    // MARK: Patches

    private func patch(
        _ call: KubernetesRequest, _ type: ResourceType
    ) throws(APIError) -> @Sendable (JSONValue) throws(APIError) -> JSONValue {
        let known = [
            "application/merge-patch+json", "application/json-patch+json", "application/strategic-merge-patch+json",
        ]
        guard known.contains(call.contentType), !(type.isCustom && call.contentType == known[2]) else {
            throw type.isCustom
                ? APIError(
                    code: 415, reason: "UnsupportedMediaType",
                    message: "the body of the request was in an unknown format - accepted media types include: "
                        + "application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml")
                : APIError(
                    code: 415, reason: "UnsupportedMediaType", message: "415: Unsupported Media Type", details: [:])
        }
        guard let patch = try? JSONValue(parsing: call.body) else {
            throw .badRequest("error decoding patch: invalid JSON")
        }
        switch call.contentType {
        case known[0]: return { object throws(APIError) in object.merging(patch) }
        case known[2]: return { object throws(APIError) in StrategicMerge.merge(patch, into: object) ?? object }
        default:
            return { object throws(APIError) in
                do {
                    return try JSONPatch(patch).apply(to: object)
                } catch {
                    throw APIError(
                        code: 422, reason: "Invalid",
                        message: "the server rejected our request due to an error in our request", details: [:])
                }
            }
        }
    }
}

extension KubernetesRequest {
    func access(verb: String) -> AccessRequest {
        AccessRequest(
            verb: verb, group: group, resource: resource, subresource: subresource, namespace: namespace, name: name)
    }
}

extension JSONValue {
    /// RFC 7396: members of the patch replace, null removes.
    func merging(_ patch: JSONValue) -> JSONValue {
        guard case .object(let changes) = patch else { return patch }
        var members = object ?? [:]
        for (name, value) in changes {
            if value.isNull {
                members.removeValue(forKey: name)
            } else {
                members[name] = (members[name] ?? .null).merging(value)
            }
        }
        return .object(members)
    }
}
