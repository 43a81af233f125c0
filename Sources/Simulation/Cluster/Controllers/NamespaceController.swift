/// Gives namespaces what every namespace has, and empties those that are being deleted.
struct NamespaceController: Controller {
    let context: ControllerContext

    func keys(after change: ObjectChange) -> [ClusterStore.Key] {
        if change.object.kind == "Namespace" { return [.init(namespace: "", name: change.object.name)] }
        guard change.kind == .deleted, !change.object.namespace.isEmpty else { return [] }
        return [.init(namespace: "", name: change.object.namespace)]
    }

    func reconcile(_ key: ClusterStore.Key) async -> Duration? {
        guard let namespace = await context.store.object(kind: "Namespace", name: key.name) else { return nil }
        guard namespace.isBeingDeleted else {
            await furnish(key.name)
            return nil
        }
        await context.work(context.timings.namespaceDeletion)
        let rest = await empty(key.name)
        guard rest.isEmpty else {
            await report(rest, in: key.name)
            return context.timings.namespaceDeletion
        }
        await context.store.finalizeNamespace(key.name)
        return nil
    }

    /// The default ServiceAccount and the cluster's certificate authority. Nothing happens where they exist.
    private func furnish(_ namespace: String) async {
        let metadata: (String) -> JSONValue = { ["name": .string($0), "namespace": .string(namespace)] }
        _ = try? await context.store.create(
            ["apiVersion": "v1", "kind": "ServiceAccount", "metadata": metadata("default")],
            manager: "kube-controller-manager")
        _ = try? await context.store.create(
            [
                "apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata("kube-root-ca.crt"),
                "data": ["ca.crt": ""],
            ], manager: "kube-controller-manager")
    }

    /// Deletes everything in a namespace.
    /// - Returns: what is still there.
    private func empty(_ namespace: String) async -> [(plural: String, object: JSONValue)] {
        for (_, object) in await context.store.countable(in: namespace) {
            try? await context.store.delete(
                kind: object.kind, namespace: namespace, name: object.name, manager: "namespace-controller")
        }
        return await context.store.countable(in: namespace)
    }

    private func report(_ rest: [(plural: String, object: JSONValue)], in namespace: String) async {
        let resources = Dictionary(grouping: rest) { entry in
            let group = entry.object["apiVersion"]?.string?.split(separator: "/").dropLast().first ?? ""
            return group.isEmpty ? "\(entry.plural)." : "\(entry.plural).\(group)"
        }
        let finalizers = Dictionary(grouping: rest.flatMap(\.object.finalizers)) { $0 }
        let remaining = resources.mapValues(\.count).sorted { $0.key < $1.key }
            .map { "\($0.key) has \($0.value) resource instances" }.joined(separator: ", ")
        let held = finalizers.mapValues(\.count).sorted { $0.key < $1.key }
            .map { "\($0.key) in \($0.value) resource instances" }.joined(separator: ", ")
        let time = context.timestamp
        await context.store.change(kind: "Namespace", name: namespace, manager: "kube-controller-manager", status: true)
        {
            $0.setCondition(
                "NamespaceDeletionContentFailure", "False", reason: "ContentDeleted",
                message: "All content successfully deleted, may be waiting on finalization", time: time)
            $0.setCondition(
                "NamespaceContentRemaining", "True", reason: "SomeResourcesRemain",
                message: "Some resources are remaining: \(remaining)", time: time)
            if !held.isEmpty {
                $0.setCondition(
                    "NamespaceFinalizersRemaining", "True", reason: "SomeFinalizersRemain",
                    message: "Some content in the namespace has finalizers remaining: \(held)", time: time)
            }
        }
    }
}
