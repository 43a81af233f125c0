extension ClusterStore {
    /// Server-side apply.
    func apply(_ body: JSONValue, force: Bool, _ request: WriteRequest) throws(APIError) -> WriteOutcome {
        let type = request.type
        try checkIdentity(of: body, request)
        if body["metadata", "managedFields"] != nil { throw .badRequest("metadata.managedFields must be nil") }
        try checkTypes(of: body, request)
        let live = stored[type.id]?[request.key]
        if live == nil, request.isStatus { throw .notFound(type, request.name) }
        try checkPreconditions(of: body, live: live?.object, request)
        let config = applied(body, request)
        let owner = ManagedFields.Owner(
            manager: request.manager, isApply: true, apiVersion: type.apiVersion, subresource: request.subresource)
        let fields = FieldSet(of: config, schema: type.schema)
        var managed = live?.managed ?? ManagedFields()
        let merged = Merge.apply(config, onto: live?.object ?? skeleton(request), schema: type.schema)
        if let live {
            try settleConflicts(of: fields, from: live.object, to: merged, owner: owner, force: force, in: &managed)
        }
        let pruned = Merge.remove(
            managed.entries[owner]?.fields ?? FieldSet(),
            keeping: fields.union(managed.others(than: owner)).union(.identity),
            from: merged, schema: type.schema)
        return try finish(pruned, live: live, request) { object, changed in
            managed.set(fields, of: owner, time: timestamp, touched: changed)
            return managed
        }
    }

    private func settleConflicts(
        of fields: FieldSet, from live: JSONValue, to merged: JSONValue, owner: ManagedFields.Owner, force: Bool,
        in managed: inout ManagedFields
    ) throws(APIError) {
        var conflicts: [(owner: ManagedFields.Owner, path: [PathElement])] = []
        for (other, entry) in managed.entries.sorted(by: { $0.key.manager < $1.key.manager }) where other != owner {
            for path in fields.intersection(entry.fields).paths
            where !path.endsInElement && live.value(at: path[...]) != merged.value(at: path[...]) {
                conflicts.append((other, path))
            }
        }
        guard !conflicts.isEmpty else { return }
        guard force else { throw ManagedFields.conflict(conflicts) }
        var lost = FieldSet()
        for conflict in conflicts { lost.insert(conflict.path[...]) }
        managed.takeAway(lost, exceptFrom: owner)
    }

    /// The part of the body that is applied: without what the server owns, and only the status or all but the status.
    private func applied(_ body: JSONValue, _ request: WriteRequest) -> JSONValue {
        var config = body.ownable
        if request.isStatus {
            config = .object(config.object?.filter { $0.key == "status" } ?? [:])
        } else if request.type.hasStatus {
            config["status"] = nil
        }
        return config
    }

    private func checkTypes(of body: JSONValue, _ request: WriteRequest) throws(APIError) {
        let errors = request.type.schema.typeErrors(in: body)
        guard !errors.isEmpty else { return }
        let text = errors.count == 1 ? errors[0] : "errors:\n  " + errors.joined(separator: "\n  ")
        throw .serverError(
            "failed to create typed patch object (\(request.namespace)/\(request.name); \(request.type.schemaName)): "
                + text)
    }

    /// The body must be of the type and have the name and namespace of the path.
    func checkIdentity(of body: JSONValue, _ request: WriteRequest) throws(APIError) {
        let version = body["apiVersion"]?.string ?? ""
        if version != request.type.apiVersion || body.kind != request.type.kind {
            let group = version.contains("/") ? version : "/\(version)"
            throw .badRequest("invalid object type: \(group), Kind=\(body.kind)")
        }
        if !body.name.isEmpty, body.name != request.name {
            throw .badRequest(
                "the name of the object (\(body.name)) does not match the name on the URL (\(request.name))")
        }
        if !body.namespace.isEmpty, body.namespace != request.namespace {
            throw .badRequest("the namespace of the provided object does not match the namespace sent on the request")
        }
    }

    /// `metadata.uid` and `metadata.resourceVersion` of a body guard against writing to another object or version.
    func checkPreconditions(of body: JSONValue, live: JSONValue?, _ request: WriteRequest) throws(APIError) {
        let uid = body.uid
        guard let live else {
            guard uid.isEmpty else {
                throw .conflict(
                    request.type, request.name,
                    "uid mismatch: the provided object specified uid \(uid), and no existing object was found")
            }
            return
        }
        if let version = body["metadata", "resourceVersion"], !version.isNull, version != "",
            version != live["metadata", "resourceVersion"]
        {
            throw .modified(request.type, request.name)
        }
        if !uid.isEmpty, uid != live.uid {
            let cause = FieldCause.invalid("metadata.uid", value: .string(uid), FieldCause.immutable)
            throw .invalid(request.type, request.name, [cause, cause])
        }
    }

    private func skeleton(_ request: WriteRequest) -> JSONValue {
        var object: JSONValue = [
            "apiVersion": .string(request.type.apiVersion), "kind": .string(request.type.kind),
            "metadata": ["name": .string(request.name)],
        ]
        if request.type.isNamespaced { object["metadata", "namespace"] = .string(request.namespace) }
        return object
    }
}

extension JSONValue {
    /// Without what no manager can own.
    var ownable: JSONValue {
        guard var members = object else { return self }
        members["apiVersion"] = nil
        members["kind"] = nil
        if let metadata = members["metadata"]?.object {
            let names = ["labels", "annotations", "finalizers", "ownerReferences"]
            let kept = metadata.filter { names.contains($0.key) }
            members["metadata"] = kept.isEmpty ? nil : .object(kept)
        }
        return .object(members)
    }

    /// What stands at a path of `managedFields`.
    func value(at path: ArraySlice<PathElement>) -> JSONValue? {
        guard let first = path.first else { return self }
        let found: JSONValue? =
            switch first {
            case .field(let name): self[name]
            case .value(let value): array?.first { $0 == value }
            case .key(let keys):
                array?.first { item in
                    keys.allSatisfy { (item[$0.key] ?? ($0.key == "protocol" ? "TCP" : .null)) == $0.value }
                }
            }
        return found?.value(at: path.dropFirst())
    }
}
