import Foundation

extension ClusterStore {
    /// POST.
    func create(_ body: JSONValue, _ request: WriteRequest) throws(APIError) -> WriteOutcome {
        var request = request
        var object = body
        object["apiVersion"] = .string(request.type.apiVersion)
        object["kind"] = .string(request.type.kind)
        let prefix = object["metadata", "generateName"]?.string ?? ""
        request.name = object.name.isEmpty && !prefix.isEmpty ? prefix + Self.randomSuffix() : object.name
        if request.name.isEmpty {
            throw .invalid(
                request.type, "", [.required("metadata.name", "name or generateName is required")])
        }
        object["metadata", "name"] = .string(request.name)
        if request.type.isNamespaced { object["metadata", "namespace"] = .string(request.namespace) }
        if let live = stored[request.type.id]?[request.key] {
            throw .alreadyExists(request.type, request.name, beingDeleted: live.object.isBeingDeleted)
        }
        return try update(to: object, live: nil, request)
    }

    /// PUT.
    func replace(_ body: JSONValue, _ request: WriteRequest) throws(APIError) -> WriteOutcome {
        let live = stored[request.type.id]?[request.key]
        guard let live else {
            guard request.type.createsOnPut, !request.isStatus else { throw .notFound(request.type, request.name) }
            return try create(body, request)
        }
        let version = body["metadata", "resourceVersion"]?.string ?? ""
        if version.isEmpty, request.type.isCustom || request.type.kind == "Lease" {
            let cause = FieldCause.invalid("metadata.resourceVersion", value: 0, "must be specified for an update")
            throw .invalid(request.type, request.name, [cause], byPlural: true)
        }
        try checkPreconditions(of: body, live: live.object, request)
        return try update(to: body, live: live, request)
    }

    /// PATCH but for server-side apply.
    func patch(
        _ request: WriteRequest, _ change: (JSONValue) throws(APIError) -> JSONValue
    ) throws(APIError) -> WriteOutcome {
        guard let live = stored[request.type.id]?[request.key] else { throw .notFound(request.type, request.name) }
        let changed = try change(live.served)
        try checkPreconditions(of: changed, live: live.object, request)
        return try update(to: changed, live: live, request)
    }

    private func update(to body: JSONValue, live: Stored?, _ request: WriteRequest) throws(APIError) -> WriteOutcome {
        var body = body
        let unknown = request.type.schema.pruneUnknown(&body)
        if request.validation == "Strict", !unknown.isEmpty {
            let list = unknown.map { "unknown field \"\($0)\"" }.joined(separator: ", ")
            throw .badRequest(
                "\(request.type.kind) in version \"\(request.type.version)\" cannot be handled as a "
                    + "\(request.type.kind): "
                    + "strict decoding error: \(list)")
        }
        let owner = ManagedFields.Owner(
            manager: request.manager, isApply: false, apiVersion: request.type.apiVersion,
            subresource: request.subresource)
        var outcome = try finish(body, live: live, request) { object, changed in
            var managed = live?.managed ?? ManagedFields()
            var difference = FieldDifference(
                from: owned(live?.object, request), to: owned(object, request), schema: request.type.schema)
            difference.written.members.remove(.field("metadata"))
            let own = managed.entries[owner]?.fields ?? FieldSet()
            managed.takeAway(difference.written.union(difference.removed), exceptFrom: owner)
            managed.set(
                own.subtracting(difference.removed).union(difference.written), of: owner, time: timestamp,
                touched: changed && !difference.written.isEmpty)
            return managed
        }
        if request.validation != "Ignore" { outcome.warnings += unknown.map { "unknown field \"\($0)\"" } }
        return outcome
    }

    private func owned(_ object: JSONValue?, _ request: WriteRequest) -> JSONValue {
        var owned = (object ?? [:]).ownable
        if request.type.hasStatus, !request.isStatus { owned["status"] = nil }
        return owned
    }

    /// Five characters as the server appends to `generateName`.
    static func randomSuffix() -> String {
        String((0..<5).compactMap { _ in "bcdfghjklmnpqrstvwxz2456789".randomElement() })
    }
}
