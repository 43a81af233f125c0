/// What a kustomization does to its objects, beside patches.
enum Transforms {
    // MARK: Labels and annotations

    private static let templated: [String: String] = [
        "Deployment": "spec/template", "ReplicaSet": "spec/template", "StatefulSet": "spec/template",
        "DaemonSet": "spec/template", "Job": "spec/template", "CronJob": "spec/jobTemplate/spec/template",
    ]

    static func label(
        _ manifests: inout [Manifest], _ labels: [String: String], selectors: Bool, templates: Bool
    ) {
        for index in manifests.indices {
            var object = manifests[index].object
            add(labels, to: &object, at: ["metadata", "labels"])
            if templates || selectors, let template = templated[object.kind] {
                add(labels, to: &object, at: template.split(separator: "/").map(String.init) + ["metadata", "labels"])
            }
            if selectors { select(labels, in: &object) }
            manifests[index].object = object
        }
    }

    private static func select(_ labels: [String: String], in object: inout JSONValue) {
        switch object.kind {
        case "Service": add(labels, to: &object, at: ["spec", "selector"])
        case "Deployment", "ReplicaSet", "StatefulSet", "DaemonSet":
            add(labels, to: &object, at: ["spec", "selector", "matchLabels"])
        case "PodDisruptionBudget" where object["spec", "selector", "matchLabels"] != nil:
            add(labels, to: &object, at: ["spec", "selector", "matchLabels"])
        case "NetworkPolicy" where object["spec", "podSelector", "matchLabels"] != nil:
            add(labels, to: &object, at: ["spec", "podSelector", "matchLabels"])
        default: break
        }
    }

    static func annotate(_ manifests: inout [Manifest], _ annotations: [String: String]) {
        for index in manifests.indices {
            add(annotations, to: &manifests[index].object, at: ["metadata", "annotations"])
            guard let template = templated[manifests[index].kind] else { continue }
            add(
                annotations, to: &manifests[index].object,
                at: template.split(separator: "/").map(String.init) + ["metadata", "annotations"])
        }
    }

    private static func add(_ pairs: [String: String], to object: inout JSONValue, at path: [String]) {
        guard !pairs.isEmpty else { return }
        let old = object.value(at: path[...])?.object ?? [:]
        object.set(.object(old.merging(pairs.mapValues(JSONValue.string)) { _, new in new }), at: path[...])
    }

    // MARK: Names and namespace

    static func rename(_ manifests: inout [Manifest], prefix: String, suffix: String) {
        let untouched: Set = ["Namespace", "CustomResourceDefinition", "APIService"]
        for index in manifests.indices where !untouched.contains(manifests[index].kind) {
            manifests[index].rename(to: prefix + manifests[index].object.name + suffix)
        }
    }

    static func setNamespace(_ manifests: inout [Manifest], _ namespace: String) {
        for index in manifests.indices {
            if manifests[index].kind == "Namespace" {
                manifests[index].rename(to: namespace)
            } else if !manifests[index].isCustomNamespaceFree {
                manifests[index].object["metadata", "namespace"] = .string(namespace)
            }
            guard ["RoleBinding", "ClusterRoleBinding"].contains(manifests[index].kind) else { continue }
            manifests[index].object.update(at: "subjects/*") { subject in
                guard subject["kind"] == "ServiceAccount" else { return subject }
                var subject = subject
                subject["namespace"] = .string(namespace)
                return subject
            }
        }
    }

    // MARK: Replicas

    static func scale(_ manifests: inout [Manifest], name: String, count: Int) throws(KustomizeFailure) {
        var found = false
        for index in manifests.indices
        where ["Deployment", "ReplicaSet", "StatefulSet"].contains(manifests[index].kind)
            && manifests[index].names.contains(name)
        {
            manifests[index].object["spec", "replicas"] = .int(count)
            found = true
        }
        if !found {
            throw KustomizeFailure("resource with name \(name) does not match a config with the following GVK")
        }
    }

    // MARK: Images

    static func setImages(_ manifests: inout [Manifest], _ changes: [JSONValue]) {
        for index in manifests.indices {
            guard let spec = NameReferences.podSpecs[manifests[index].kind] else { continue }
            for field in ["containers", "initContainers"] {
                manifests[index].object.update(at: "\(spec)/\(field)/*/image") { image in
                    var text = image.string ?? ""
                    for change in changes { text = changed(text, change) }
                    return .string(text)
                }
            }
        }
    }

    private static func changed(_ image: String, _ change: JSONValue) -> String {
        let reference = ImageName(image)
        guard reference.repository == change["name"]?.string else { return image }
        let name = change["newName"]?.string ?? reference.repository
        if let digest = change["digest"]?.string { return "\(name)@\(digest)" }
        if let tag = change["newTag"]?.string ?? change["newTag"]?.int.map(String.init) { return "\(name):\(tag)" }
        return name + image.dropFirst(reference.repository.count)
    }
}
