/// Deletes what belongs to something that is gone, and lets go of what was to be deleted with its dependents first.
struct GarbageCollector: Controller {
    let context: ControllerContext

    /// What belongs to what.
    private static let dependents = ["Deployment": "ReplicaSet", "ReplicaSet": "Pod"]

    func keys(after change: ObjectChange) -> [ClusterStore.Key] {
        // The uid of the owner stands for the name: the object itself may be gone.
        if change.kind == .deleted, Self.dependents[change.object.kind] != nil {
            return [.init(namespace: change.object.namespace, name: "\(change.object.kind)/\(change.object.uid)")]
        }
        if change.object.finalizers.contains("foregroundDeletion"), change.object.isBeingDeleted {
            return [
                .init(
                    namespace: change.object.namespace,
                    name: "\(change.object.kind)/\(change.object.uid)/\(change.object.name)")
            ]
        }
        return []
    }

    func reconcile(_ key: ClusterStore.Key) async -> Duration? {
        let parts = key.name.split(separator: "/").map(String.init)
        guard parts.count >= 2 else { return nil }
        var left = 0
        if let kind = Self.dependents[parts[0]] {
            let dependents = await context.store.dependents(of: parts[1], kind: kind, namespace: key.namespace)
            left = dependents.count
            for object in dependents {
                try? await context.store.delete(
                    kind: kind, namespace: key.namespace, name: object.name, manager: "garbage-collector")
            }
        }
        guard parts.count == 3 else { return nil }
        guard left == 0 else { return context.timings.stop }
        await context.store.change(
            kind: parts[0], namespace: key.namespace, name: parts[2], manager: "garbage-collector"
        ) { $0.removeFinalizer("foregroundDeletion") }
        return nil
    }
}

extension JSONValue {
    mutating func removeFinalizer(_ name: String) {
        self["metadata", "finalizers"] = .array(list("metadata", "finalizers").filter { $0.string != name })
    }

    mutating func addFinalizer(_ name: String) {
        guard !finalizers.contains(name) else { return }
        self["metadata", "finalizers"] = .array(list("metadata", "finalizers") + [.string(name)])
    }
}
