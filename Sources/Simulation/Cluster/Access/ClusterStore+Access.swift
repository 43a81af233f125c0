extension ClusterStore {
    /// Whether a user may do this: by the rules of the user, or by bindings in the cluster.
    /// - Returns: why, as an access review says it; `nil` when not allowed.
    func permission(for access: AccessRequest, user: ClusterUser) -> String? {
        if user.rules.contains(where: { $0.allows(access) }) { return "" }
        let bindings =
            objects(kind: "ClusterRoleBinding")
            + (access.namespace.isEmpty ? [] : objects(kind: "RoleBinding", namespace: access.namespace))
        for binding in bindings where binds(binding, user: user) && isSeen(binding) {
            guard rules(of: binding).contains(where: { $0.allows(access) }) else { continue }
            let role = binding["roleRef"] ?? [:]
            let place = binding.namespace.isEmpty ? binding.name : "\(binding.name)/\(binding.namespace)"
            return "RBAC: allowed by \(binding.kind) \"\(place)\" of \(role["kind"]?.string ?? "") "
                + "\"\(role["name"]?.string ?? "")\" to User \"\(user.name)\""
        }
        return nil
    }

    func authorize(_ access: AccessRequest, user: ClusterUser) throws(APIError) {
        if permission(for: access, user: user) == nil { throw access.refusal(user: user.name) }
    }

    /// Whether the authorizer has heard of a binding yet.
    private func isSeen(_ binding: JSONValue) -> Bool {
        guard let uid = binding["metadata", "uid"]?.string, let from = bindingsToCome[uid] else { return true }
        return from <= options.now()
    }

    /// Nobody may hand out rights they do not have, but for those who may `bind` or `escalate`.
    func checkEscalation(by user: ClusterUser, writing object: JSONValue, type: ResourceType) throws(APIError) {
        let verb: String
        let granted: [AccessRule]
        switch type.kind {
        case "RoleBinding": (verb, granted) = ("bind", rules(of: object))
        case "Role": (verb, granted) = ("escalate", object.list("rules").map(AccessRule.init(json:)))
        default: return
        }
        let role = object["roleRef", "kind"] == "ClusterRole" ? "clusterroles" : "roles"
        let access = AccessRequest(
            verb: verb, group: type.group, resource: role, namespace: object.namespace,
            name: object["roleRef", "name"]?.string ?? object.name)
        if permission(for: access, user: user) != nil { return }
        if role == "clusterroles", object["roleRef", "kind"] == "ClusterRole",
            self.object(kind: "ClusterRole", name: access.name) == nil
        {
            throw APIError(
                code: 404, reason: "NotFound", message: "\(role).\(type.group) \"\(access.name)\" not found",
                details: ["name": .string(access.name), "group": .string(type.group), "kind": .string(role)])
        }
        let held = heldRules(of: user, namespace: object.namespace)
        let missing = granted.filter { rule in !held.contains { $0.covers(rule) } }
        guard !missing.isEmpty else { return }
        let groups = user.groups.map { "\"\($0)\"" }.joined(separator: " ")
        throw .forbidden(
            type, object.name,
            "user \"\(user.name)\" (groups=[\(groups)]) is attempting to grant RBAC permissions not currently held:\n"
                + missing.map(\.described).joined(separator: "\n"))
    }

    private func heldRules(of user: ClusterUser, namespace: String) -> [AccessRule] {
        let bindings = objects(kind: "ClusterRoleBinding") + objects(kind: "RoleBinding", namespace: namespace)
        return user.rules + bindings.filter { binds($0, user: user) }.flatMap(rules)
    }

    private func rules(of binding: JSONValue) -> [AccessRule] {
        let name = binding["roleRef", "name"]?.string ?? ""
        let role =
            binding["roleRef", "kind"] == "ClusterRole"
            ? object(kind: "ClusterRole", name: name) : object(kind: "Role", namespace: binding.namespace, name: name)
        return (role?.list("rules") ?? []).map(AccessRule.init(json:))
    }

    private func binds(_ binding: JSONValue, user: ClusterUser) -> Bool {
        binding.list("subjects").contains { subject in
            let name = subject["name"]?.string ?? ""
            switch subject["kind"]?.string {
            case "ServiceAccount":
                return user.name == "system:serviceaccount:\(subject["namespace"]?.string ?? ""):\(name)"
            case "Group": return user.groups.contains(name)
            default: return user.name == name
            }
        }
    }
}
