/// The ClusterRoles every cluster has, as far as they matter here.
enum BuiltInRoles {
    private static let write = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"]
    private static let read = ["get", "list", "watch"]

    private static let editable: [(group: String, resources: [String])] = [
        (
            "",
            [
                "pods", "pods/log", "services", "configmaps", "secrets", "persistentvolumeclaims", "serviceaccounts",
                "endpoints", "events", "replicationcontrollers",
            ]
        ),
        ("apps", ["deployments", "replicasets", "statefulsets", "daemonsets", "deployments/scale"]),
        ("networking.k8s.io", ["ingresses", "networkpolicies"]),
        ("batch", ["jobs", "cronjobs"]), ("autoscaling", ["horizontalpodautoscalers"]),
        ("policy", ["poddisruptionbudgets"]), ("coordination.k8s.io", ["leases"]),
    ]

    static let edit = editable.map { AccessRule(verbs: write, apiGroups: [$0.group], resources: $0.resources) }

    static let view = editable.map {
        AccessRule(verbs: read, apiGroups: [$0.group], resources: $0.resources.filter { $0 != "secrets" })
    }

    static let admin =
        edit + [
            AccessRule(
                verbs: write, apiGroups: ["rbac.authorization.k8s.io"], resources: ["roles", "rolebindings"])
        ]

    static let all: [(name: String, rules: [AccessRule])] = [
        ("cluster-admin", [.everything]), ("admin", admin), ("edit", edit), ("view", view),
    ]
}

extension AccessRule {
    var json: JSONValue {
        var json: JSONValue = [
            "verbs": .array(verbs.map(JSONValue.string)), "apiGroups": .array(apiGroups.map(JSONValue.string)),
            "resources": .array(resources.map(JSONValue.string)),
        ]
        if !resourceNames.isEmpty { json["resourceNames"] = .array(resourceNames.map(JSONValue.string)) }
        return json
    }

    init(json: JSONValue) {
        self.init(
            verbs: json.list("verbs").compactMap(\.string), apiGroups: json.list("apiGroups").compactMap(\.string),
            resources: json.list("resources").compactMap(\.string),
            resourceNames: json.list("resourceNames").compactMap(\.string))
    }

    func allows(_ access: AccessRequest) -> Bool {
        func matches(_ list: [String], _ value: String) -> Bool { list.contains("*") || list.contains(value) }
        return matches(verbs, access.verb) && matches(apiGroups, access.group)
            && matches(resources, access.resourcePath)
            && (resourceNames.isEmpty || resourceNames.contains(access.name))
    }

    /// Whether this rule gives everything another one gives.
    func covers(_ other: AccessRule) -> Bool {
        func covers(_ mine: [String], _ theirs: [String]) -> Bool {
            mine.contains("*") || theirs.allSatisfy(mine.contains)
        }
        return covers(verbs, other.verbs) && covers(apiGroups, other.apiGroups) && covers(resources, other.resources)
            && (resourceNames.isEmpty || (!other.resourceNames.isEmpty && covers(resourceNames, other.resourceNames)))
    }

    /// As the server prints a rule that may not be granted.
    var described: String {
        func list(_ values: [String]) -> String { "[" + values.map { "\"\($0)\"" }.joined(separator: " ") + "]" }
        return "{APIGroups:\(list(apiGroups)), Resources:\(list(resources)), Verbs:\(list(verbs))}"
    }
}
