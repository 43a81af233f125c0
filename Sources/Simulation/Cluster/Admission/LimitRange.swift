/// The default and largest resources of containers in a namespace.
struct LimitRange: Sendable {
    private let limits: [JSONValue]

    init(_ object: JSONValue) {
        limits = object.list("spec", "limits").filter { $0["type"] == "Container" }
    }

    /// Fills in what the pod's containers do not say.
    /// - Returns: why the pod is refused, `nil` when it is not.
    func apply(to pod: inout JSONValue) -> String? {
        var notes: [String] = []
        var refusal: String?
        let containers = pod.list("spec", "containers").map { container in
            var container = container
            for limit in limits {
                notes += fill(&container, from: limit)
                refusal = refusal ?? exceeded(container, limit)
            }
            return container
        }
        pod["spec", "containers"] = .array(containers)
        if !notes.isEmpty {
            pod["metadata", "annotations", "kubernetes.io/limit-ranger"] = .string(
                "LimitRanger plugin set: " + notes.joined(separator: "; "))
        }
        return refusal
    }

    private func fill(_ container: inout JSONValue, from limit: JSONValue) -> [String] {
        let name = container["name"]?.string ?? ""
        var notes: [String] = []
        for (kind, field, word) in [("requests", "defaultRequest", "request"), ("limits", "default", "limit")] {
            var set: [String] = []
            for (resource, value) in (limit[field]?.object ?? [:]).sorted(by: { $0.key < $1.key })
            where container["resources", kind, resource] == nil {
                // A limit that is set is the request where only the limit was named.
                let own = kind == "requests" ? container["resources", "limits", resource] : nil
                container["resources", kind, resource] = own ?? value
                set.append(resource)
            }
            if !set.isEmpty { notes.append("\(set.joined(separator: ", ")) \(word) for container \(name)") }
        }
        return notes
    }

    private func exceeded(_ container: JSONValue, _ limit: JSONValue) -> String? {
        for (resource, maximum) in limit["max"]?.quantities.sorted(by: { $0.key < $1.key }) ?? [] {
            if let amount = Quantity(container["resources", "limits", resource]), maximum < amount {
                return "maximum \(resource) usage per Container is \(maximum.text), but limit is \(amount.text)"
            }
        }
        return nil
    }
}
