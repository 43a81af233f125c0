import Foundation

extension ClusterStore {
    func get(_ type: ResourceType, _ key: Key) throws(APIError) -> JSONValue {
        guard let found = stored[type.id]?[key] else { throw .notFound(type, key.name) }
        return found.served
    }

    /// Objects of a type sorted by namespace and name, and the version they are of.
    func list(_ type: ResourceType, namespace: String?) -> (objects: [JSONValue], version: Int) {
        ((stored[type.id]?.list(in: namespace) ?? []).map(\.served), version)
    }

    /// A part of a list.
    struct Page: Sendable {
        var objects: [JSONValue] = []
        /// The last object, where others follow.
        var last: Key?
        /// How many of any kind follow.
        var remaining = 0
        var version: Int
    }

    /// The objects of a type that match, after one of them.
    /// - Parameter limit: 0 for no limit.
    func page(
        _ type: ResourceType, namespace: String?, after last: Key?, limit: Int,
        where matches: @Sendable (JSONValue) -> Bool
    ) -> Page {
        var page = Page(version: version)
        guard let stored = stored[type.id] else { return page }
        let keys = stored.keys(in: namespace, after: last)
        var end: ArraySlice<Key>.Index?
        for index in keys.indices {
            guard let object = stored[keys[index]]?.served, matches(object) else { continue }
            if let end, limit > 0, page.objects.count == limit {
                page.last = keys[end]
                page.remaining = keys.endIndex - end - 1
                break
            }
            page.objects.append(object)
            end = index
        }
        return page
    }

    func served(_ id: ResourceType.ID) -> ResourceType? { types[id] }

    // MARK: By kind, for controllers and the control interface

    func objects(kind: String, namespace: String? = nil) -> [JSONValue] {
        guard let type = type(kind: kind) else { return [] }
        return list(type, namespace: namespace).objects
    }

    func object(kind: String, namespace: String = "", name: String) -> JSONValue? {
        guard let type = type(kind: kind) else { return nil }
        return stored[type.id]?[Key(namespace: namespace, name: name)]?.served
    }

    /// What belongs to an owner, by its uid.
    func dependents(of uid: String, kind: String, namespace: String) -> [JSONValue] {
        objects(kind: kind, namespace: namespace).filter { object in
            object.list("metadata", "ownerReferences").contains { $0["uid"]?.string == uid }
        }
    }

    @discardableResult
    func apply(_ object: JSONValue, manager: String) throws(APIError) -> JSONValue {
        try apply(object, force: true, request(for: object, manager: manager)).object
    }

    @discardableResult
    func create(_ object: JSONValue, manager: String) throws(APIError) -> JSONValue {
        try create(object, request(for: object, manager: manager)).object
    }

    func delete(
        kind: String, namespace: String = "", name: String, options: DeleteOptions = DeleteOptions(),
        manager: String = "kubectl"
    ) throws(APIError) {
        guard let type = type(kind: kind) else { throw .typeNotServed }
        let request = WriteRequest(type: type, namespace: namespace, name: name, manager: manager)
        _ = try delete(options, request)
    }

    /// Changes an object as a controller does; nothing happens when it is gone. A status goes through the subresource.
    func change(
        kind: String, namespace: String = "", name: String, manager: String, status: Bool = false,
        _ transform: @Sendable (inout JSONValue) -> Void
    ) {
        guard let type = type(kind: kind) else { return }
        var request = WriteRequest(type: type, namespace: namespace, name: name, manager: manager)
        if status, type.hasStatus { request.subresource = "status" }
        _ = try? patch(request) { object throws(APIError) in
            var changed = object
            transform(&changed)
            return changed
        }
    }

    private func request(for object: JSONValue, manager: String) throws(APIError) -> WriteRequest {
        guard let type = type(kind: object.kind), type.apiVersion == object["apiVersion"]?.string else {
            throw .typeNotServed
        }
        return WriteRequest(type: type, namespace: object.namespace, name: object.name, manager: manager)
    }

    /// What a cluster has from the start.
    func seed() {
        for name in ["default", "kube-system", "flux-system"] {
            _ = try? apply(
                ["apiVersion": "v1", "kind": "Namespace", "metadata": ["name": .string(name)]], manager: "cluster")
        }
        for ingressClass in options.ingressClasses {
            var object: JSONValue = [
                "apiVersion": "networking.k8s.io/v1", "kind": "IngressClass",
                "metadata": ["name": .string(ingressClass.name)],
                "spec": ["controller": .string("simulated.example/\(ingressClass.name)")],
            ]
            if ingressClass.isDefault {
                object["metadata", "annotations"] = ["ingressclass.kubernetes.io/is-default-class": "true"]
            }
            _ = try? apply(object, manager: "cluster")
        }
        seedSurroundings()
        for (name, rules) in BuiltInRoles.all + options.clusterRoles.map({ (name: $0.name, rules: $0.rules) }) {
            _ = try? apply(
                [
                    "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole",
                    "metadata": ["name": .string(name)], "rules": .array(rules.map(\.json)),
                ], manager: "cluster")
        }
    }
}

extension ClusterStore {
    /// Every object there is, as if it had just been added, and a subscription to all that follows.
    func everything() -> (existing: [ObjectChange], subscription: WatchSubscription) {
        let existing = types.values.flatMap { type in
            list(type, namespace: nil).objects.map {
                ObjectChange(kind: .added, type: type.id, version: version, object: $0, previous: nil)
            }
        }
        return (existing, watchEverything())
    }
}
