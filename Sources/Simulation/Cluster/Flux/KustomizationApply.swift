/// Applies what a Kustomization was built to, and prunes what it no longer holds.
struct KustomizationApply: Sendable {
    typealias Failure = KustomizeController.Failure

    let context: ControllerContext
    let kustomization: JSONValue

    private static let order = [
        "Namespace", "ServiceAccount", "Role", "RoleBinding", "Secret", "ConfigMap", "Service", "Deployment",
        "StatefulSet",
        "Ingress",
    ]

    /// - Returns: the entries of the inventory.
    func apply(_ objects: [JSONValue]) async throws(Failure) -> [JSONValue] {
        let labelled = objects.map(labelled).sorted { Self.rank($0) < Self.rank($1) }
        for object in labelled { try await check(object) }
        for object in labelled {
            do {
                try await context.store.apply(object, manager: "kustomize-controller")
            } catch {
                throw Failure(
                    reason: "ReconciliationFailed",
                    message: "\(Self.subject(object)) apply failed (\(error.reason ?? "")): \(error.message)")
            }
        }
        let inventory = labelled.map(Self.entry).sorted { $0.text < $1.text }
        if kustomization["spec", "prune"] == true { await prune(keeping: inventory) }
        return inventory
    }

    /// Deletes what the inventory of the last pass holds and this one does not.
    func prune(keeping kept: [JSONValue]) async {
        let ids = Set(kept.compactMap { $0["id"]?.string })
        for id in kustomization.list("status", "inventory", "entries").compactMap({ $0["id"]?.string })
        where !ids.contains(id) {
            let parts = id.split(separator: "_", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 4 else { continue }
            let live = await context.store.object(kind: parts[3], namespace: parts[0], name: parts[1])
            if live == nil || live?.annotations["kustomize.toolkit.fluxcd.io/prune"] == "disabled" { continue }
            try? await context.store.delete(
                kind: parts[3], namespace: parts[0], name: parts[1], manager: "kustomize-controller")
        }
    }

    private static func rank(_ object: JSONValue) -> Int { order.firstIndex(of: object.kind) ?? order.count }

    private func labelled(_ object: JSONValue) -> JSONValue {
        var object = object
        for (field, value) in kustomization["spec", "commonMetadata", "labels"]?.strings ?? [:] {
            object["metadata", "labels", field] = .string(value)
        }
        object["metadata", "labels", "kustomize.toolkit.fluxcd.io/name"] = .string(kustomization.name)
        object["metadata", "labels", "kustomize.toolkit.fluxcd.io/namespace"] = .string(kustomization.namespace)
        return object
    }

    /// `<namespace>_<name>_<group>_<kind>`.
    private static func entry(_ object: JSONValue) -> JSONValue {
        let parts = (object["apiVersion"]?.string ?? "").split(separator: "/").map(String.init)
        let group = parts.count == 2 ? parts[0] : ""
        return [
            "id": .string("\(object.namespace)_\(object.name)_\(group)_\(object.kind)"), "v": .string(parts.last ?? ""),
        ]
    }

    private static func subject(_ object: JSONValue) -> String {
        [object.kind, object.namespace, object.name].filter { !$0.isEmpty }.joined(separator: "/")
    }

    // MARK: The dry run

    /// Everything is tried before anything is applied, as the ServiceAccount of the spec.
    private func check(_ object: JSONValue) async throws(Failure) {
        guard let type = await context.store.type(kind: object.kind), type.apiVersion == object["apiVersion"]?.string
        else {
            throw failure(
                object, "NotFound",
                "no matches for kind \"\(object.kind)\" in version \"\(object["apiVersion"]?.string ?? "")\"")
        }
        if type.isNamespaced, object.namespace.isEmpty {
            throw Failure(
                reason: "ReconciliationFailed",
                message:
                    "\(Self.subject(object)) namespace not specified: the server could not find the requested resource")
        }
        let exists =
            await context.store.object(kind: object.kind, namespace: object.namespace, name: object.name) != nil
        for verb in exists ? ["patch"] : ["patch", "create"] {
            let access = AccessRequest(
                verb: verb, group: type.group, resource: type.plural, namespace: object.namespace, name: object.name)
            do {
                try await context.store.authorize(access, user: user)
            } catch {
                throw failure(object, "Forbidden", error.message)
            }
        }
        let request = WriteRequest(
            type: type, namespace: object.namespace, name: object.name, manager: "kustomize-controller", isDryRun: true)
        do {
            _ = try await context.store.apply(object, force: true, request)
        } catch {
            throw failure(object, error.reason ?? "InternalError", error.message)
        }
    }

    private func failure(_ object: JSONValue, _ reason: String, _ message: String) -> Failure {
        Failure(
            reason: "ReconciliationFailed", message: "\(Self.subject(object)) dry-run failed (\(reason)): \(message)")
    }

    /// Flux itself may do everything; a `serviceAccountName` is impersonated.
    private var user: ClusterUser {
        guard let account = kustomization["spec", "serviceAccountName"]?.string else { return .administrator }
        return ClusterUser(
            token: "", name: "system:serviceaccount:\(kustomization.namespace):\(account)",
            groups: ["system:serviceaccounts", "system:serviceaccounts:\(kustomization.namespace)"], rules: [])
    }
}
