/// Counts what a ResourceQuota limits.
struct QuotaUsage: Sendable {
    let hard: [String: Quantity]

    /// What an object uses of each limited resource.
    func usage(of object: JSONValue, plural: String) -> [String: Quantity] {
        var usage: [String: Quantity] = [:]
        for name in [plural, "count/\(plural)"] where hard[name] != nil {
            usage[name] = Quantity(milli: 1000, isBinary: false)
        }
        guard plural == "pods", !["Succeeded", "Failed"].contains(object["status", "phase"]?.string) else {
            return plural == "pods" ? [:] : usage
        }
        for name in computeResources {
            let amounts = object.list("spec", "containers").compactMap { amount(name, of: $0) }
            usage[name] = amounts.reduce(.zero, +)
        }
        return usage
    }

    /// The sum over all objects.
    func used(by objects: [(plural: String, object: JSONValue)]) -> [String: Quantity] {
        var sum = hard.mapValues { _ in Quantity.zero }
        for (plural, object) in objects { sum.merge(usage(of: object, plural: plural), uniquingKeysWith: +) }
        return sum
    }

    /// Requests and limits the quota counts that a pod does not name, as the server lists them; `nil` when all are
    /// there.
    func missing(in pod: JSONValue) -> String? {
        guard pod.kind == "Pod" else { return nil }
        let lines = computeResources.compactMap { name -> String? in
            let containers = pod.list("spec", "containers").filter { amount(name, of: $0) == nil }
            guard !containers.isEmpty else { return nil }
            return "\(name) for: \(containers.compactMap { $0["name"]?.string }.joined(separator: ","))"
        }
        return lines.isEmpty ? nil : lines.joined(separator: "; ")
    }

    /// Says by how much an object would exceed the quota; `nil` when it fits.
    func exceeded(by object: JSONValue, plural: String, used: [String: Quantity]) -> String? {
        let requested = usage(of: object, plural: plural)
        let over = requested.keys.filter { name in
            guard let limit = hard[name], let amount = requested[name] else { return false }
            return limit < (used[name] ?? .zero) + amount
        }.sorted()
        guard !over.isEmpty else { return nil }
        func list(_ amounts: [String: Quantity]) -> String {
            over.map { "\($0)=\((amounts[$0] ?? .zero).text)" }.joined(separator: ",")
        }
        return "requested: \(list(requested)), used: \(list(used)), limited: \(list(hard))"
    }

    private var computeResources: [String] {
        hard.keys.filter { ["cpu", "memory"].contains($0) || $0.hasPrefix("requests.") || $0.hasPrefix("limits.") }
            .sorted()
    }

    private func amount(_ name: String, of container: JSONValue) -> Quantity? {
        let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
        return parts.count == 2
            ? Quantity(container["resources", parts[0], parts[1]])
            : Quantity(container["resources", "requests", name])
    }
}
