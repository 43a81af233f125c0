extension ClusterStore {
    /// `DeleteOptions` of a DELETE.
    struct DeleteOptions: Sendable {
        var uid: String?
        var resourceVersion: String?
        var propagation: String?
        /// 0 ends a pod at once.
        var gracePeriodSeconds: Int?
    }

    /// DELETE of one object.
    /// - Returns: the object, when something holds it; a Status when it is gone.
    func delete(_ options: DeleteOptions, _ request: WriteRequest) throws(APIError) -> JSONValue {
        let type = request.type
        guard let live = stored[type.id]?[request.key] else { throw .notFound(type, request.name) }
        try check(options, live: live.object, request)
        if type.kind == "Namespace", ["default", "kube-system", "kube-public"].contains(request.name) {
            throw .forbidden(type, request.name, "this namespace may not be deleted")
        }
        var entry = live
        mark(&entry.object, options, type: type)
        if isFree(entry.object, type: type) {
            if !request.isDryRun { remove(live, type: type, manager: request.manager) }
            return success(type, live.object)
        }
        guard entry.object != live.object, !request.isDryRun else { return entry.served }
        entry.object["metadata", "resourceVersion"] = .string(String(nextVersion()))
        put(entry, type: type, previous: live, manager: request.manager)
        return entry.served
    }

    private func mark(_ object: inout JSONValue, _ options: DeleteOptions, type: ResourceType) {
        if options.propagation == "Foreground", !object.finalizers.contains("foregroundDeletion") {
            object["metadata", "finalizers"] = .array(
                object.list("metadata", "finalizers") + ["foregroundDeletion"])
        }
        if type.kind == "Pod" {
            let running = object["spec", "nodeName"] != nil
            let grace = options.gracePeriodSeconds ?? object["spec", "terminationGracePeriodSeconds"]?.int ?? 30
            object["metadata", "deletionGracePeriodSeconds"] = .int(running ? grace : 0)
        }
        guard !object.isBeingDeleted else { return }
        object["metadata", "deletionTimestamp"] = .string(timestamp)
        if type.kind == "Namespace" {
            object["status", "phase"] = "Terminating"
        } else if type.kind != "Pod" {
            object["metadata", "deletionGracePeriodSeconds"] = 0
        }
        if type.countsGenerations { object["metadata", "generation"] = .int(object.generation + 1) }
    }

    private func check(_ options: DeleteOptions, live: JSONValue, _ request: WriteRequest) throws(APIError) {
        if let uid = options.uid, uid != live.uid {
            throw .conflict(
                request.type, request.name,
                "the UID in the precondition (\(uid)) does not match the UID in record (\(live.uid)). "
                    + "The object might have been deleted and then recreated", byKind: true)
        }
        let version = live["metadata", "resourceVersion"]?.string ?? ""
        if let wanted = options.resourceVersion, wanted != version {
            throw .conflict(
                request.type, request.name,
                "the ResourceVersion in the precondition (\(wanted)) does not match the ResourceVersion in record "
                    + "(\(version)). The object might have been modified", byKind: true)
        }
    }

    private func success(_ type: ResourceType, _ object: JSONValue) -> JSONValue {
        var details = type.details(name: object.name)
        details["uid"] = .string(object.uid)
        return [
            "kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Success", "details": .object(details),
        ]
    }

    /// The namespace controller's last word: `spec.finalizers` are gone.
    func finalizeNamespace(_ name: String) {
        guard let type = type(kind: "Namespace"), let live = stored[type.id]?[Key(namespace: "", name: name)] else {
            return
        }
        var entry = live
        entry.object["spec", "finalizers"] = nil
        if entry.object.finalizers.isEmpty {
            remove(live, type: type, manager: "namespace-controller")
        } else {
            entry.object["metadata", "resourceVersion"] = .string(String(nextVersion()))
            put(entry, type: type, previous: live, manager: "namespace-controller")
        }
    }
}
