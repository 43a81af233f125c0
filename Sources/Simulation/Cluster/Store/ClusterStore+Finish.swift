import Foundation

extension ClusterStore {
    /// What every write ends with: admission, defaults, validation, generation, version, and telling everyone.
    /// - Parameter ownership: who owns what afterwards, given the final object and whether it differs from the live
    ///   one.
    func finish(
        _ candidate: JSONValue, live: Stored?, _ request: WriteRequest,
        ownership: (_ object: JSONValue, _ changed: Bool) -> ManagedFields
    ) throws(APIError) -> WriteOutcome {
        let type = request.type
        var object = candidate
        restoreServerFields(&object, live: live?.object, request)
        if live == nil, let refusal = request.mayCreate() { throw refusal }
        let warnings = try admit(&object, live: live?.object, type: type)
        tidy(&object, type: type)
        type.applyDefaults(&object)
        try validate(object, live: live?.object, type: type)
        let changed = live.map { !sameContent($0.object, object) } ?? true
        if type.countsGenerations { setGeneration(&object, live: live?.object, type: type) }
        let managed = ownership(object, changed)
        if let live, !changed, managed == live.managed, !live.lacksDefaults {
            return WriteOutcome(object: live.served, warnings: warnings)
        }
        return store(object, managed: managed, live: live, warnings: warnings, request)
    }

    private func store(
        _ object: JSONValue, managed: ManagedFields, live: Stored?, warnings: [String], _ request: WriteRequest
    ) -> WriteOutcome {
        let type = request.type
        var entry = Stored(object: object, managed: managed, lacksDefaults: live == nil && type.isCustom)
        if object.isBeingDeleted, isFree(object, type: type), let live {
            if !request.isDryRun { remove(live, type: type, manager: request.manager) }
            return WriteOutcome(object: entry.served, warnings: warnings)
        }
        guard !request.isDryRun else {
            return WriteOutcome(object: entry.served, isNew: live == nil, warnings: warnings)
        }
        entry.object["metadata", "resourceVersion"] = .string(String(nextVersion()))
        put(entry, type: type, previous: live, manager: request.manager)
        return WriteOutcome(object: entry.served, isNew: live == nil, warnings: warnings)
    }

    /// Whether nothing holds an object that is being deleted.
    func isFree(_ object: JSONValue, type: ResourceType) -> Bool {
        guard object.finalizers.isEmpty else { return false }
        switch type.kind {
        case "Namespace": return object.list("spec", "finalizers").isEmpty
        case "Pod": return object["metadata", "deletionGracePeriodSeconds"] == 0
        default: return true
        }
    }

    /// Sets what only the server writes, whatever the candidate says.
    private func restoreServerFields(_ object: inout JSONValue, live: JSONValue?, _ request: WriteRequest) {
        object["metadata", "managedFields"] = nil
        object["metadata", "resourceVersion"] = live?["metadata", "resourceVersion"]
        object["metadata", "generation"] = live?["metadata", "generation"]
        object["metadata", "uid"] = live?["metadata", "uid"] ?? .string(UUID().uuidString.lowercased())
        object["metadata", "creationTimestamp"] = live?["metadata", "creationTimestamp"] ?? .string(timestamp)
        for field in ["deletionTimestamp", "deletionGracePeriodSeconds"] {
            object["metadata", field] = live?["metadata", field]
        }
        guard request.type.hasStatus else { return }
        if request.isStatus {
            let status = object["status"]
            object = live ?? object
            object["status"] = status
        } else {
            object["status"] = live?["status"]
        }
    }

    /// Built-in types do not keep nulls; empty maps of metadata vanish from all.
    private func tidy(_ object: inout JSONValue, type: ResourceType) {
        if !type.isCustom, type.kind != "Event" { object = object.withoutNulls }
        for field in ["labels", "annotations", "finalizers", "ownerReferences"] {
            guard let value = object["metadata", field] else { continue }
            if value.object?.isEmpty == true || value.array?.isEmpty == true { object["metadata", field] = nil }
        }
    }

    private func setGeneration(_ object: inout JSONValue, live: JSONValue?, type: ResourceType) {
        guard let live else {
            object["metadata", "generation"] = 1
            return
        }
        if live.specification != object.specification {
            object["metadata", "generation"] = .int(live.generation + 1)
        }
    }

    private func sameContent(_ left: JSONValue, _ right: JSONValue) -> Bool {
        var left = left
        left["metadata", "resourceVersion"] = right["metadata", "resourceVersion"]
        return left == right
    }
}

extension JSONValue {
    var withoutNulls: JSONValue {
        switch self {
        case .object(let members): .object(members.filter { !$0.value.isNull }.mapValues(\.withoutNulls))
        case .array(let elements): .array(elements.map(\.withoutNulls))
        default: self
        }
    }

    /// What `metadata.generation` counts changes of.
    var specification: [String: JSONValue] {
        (object ?? [:]).filter { !["metadata", "status", "apiVersion", "kind"].contains($0.key) }
    }
}
