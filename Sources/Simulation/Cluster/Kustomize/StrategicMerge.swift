/// Strategic merge patches: lists of the built-in types merge by key.
enum StrategicMerge {
    private static let keys: [String: [String]] = [
        "containers": ["name"], "initContainers": ["name"], "ephemeralContainers": ["name"], "volumes": ["name"],
        "env": ["name"], "imagePullSecrets": ["name"], "secrets": ["name"], "ports": ["containerPort", "port"],
        "volumeMounts": ["mountPath"], "volumeDevices": ["devicePath"], "hostAliases": ["ip"], "conditions": ["type"],
        "ownerReferences": ["uid"], "topologySpreadConstraints": ["topologyKey"], "podIPs": ["ip"],
    ]

    /// - Parameter prepends: kustomize puts the elements a patch names first, the API server puts new ones last.
    /// - Returns: `nil` when the patch deletes the value.
    static func merge(_ patch: JSONValue, into value: JSONValue, prepends: Bool = false) -> JSONValue? {
        guard case .object(var changes) = patch else { return patch }
        switch changes.removeValue(forKey: "$patch")?.string {
        case "delete": return nil
        case "replace": return .object(changes)
        default: break
        }
        guard case .object(var members) = value else { return clean(.object(changes)) }
        for (name, change) in changes {
            if change.isNull {
                members[name] = nil
            } else if case .array(let elements) = change {
                members[name] = merge(elements, into: members[name]?.array, field: name, prepends: prepends)
            } else if let old = members[name] {
                members[name] = merge(change, into: old, prepends: prepends)
            } else {
                members[name] = clean(change)
            }
        }
        return .object(members)
    }

    private static func merge(
        _ elements: [JSONValue], into old: [JSONValue]?, field: String, prepends: Bool
    ) -> JSONValue {
        if elements.contains(where: { $0["$patch"] == "replace" }) {
            return .array(elements.filter { $0["$patch"] != "replace" })
        }
        if field == "finalizers" { return .array((old ?? []) + elements.filter { !(old ?? []).contains($0) }) }
        guard let candidates = keys[field],
            let key = candidates.first(where: { key in elements.allSatisfy { $0[key] != nil } }), var merged = old
        else { return .array(elements.compactMap(clean)) }
        var named: [JSONValue] = []
        for element in elements {
            guard let index = merged.firstIndex(where: { $0[key] == element[key] }) else {
                if let element = clean(element) { named.append(element) }
                continue
            }
            let result = merge(element, into: merged[index], prepends: prepends)
            if let result, !prepends {
                merged[index] = result
            } else {
                merged.remove(at: index)
                if let result { named.append(result) }
            }
        }
        return .array(prepends ? named + merged : merged + named)
    }

    /// Without nulls and directives: there is nothing for them to work on.
    private static func clean(_ value: JSONValue) -> JSONValue? {
        switch value {
        case .object(let members):
            if members["$patch"] == "delete" { return nil }
            return .object(members.filter { !$0.value.isNull && !$0.key.hasPrefix("$") }.compactMapValues(clean))
        case .array(let elements): return .array(elements.compactMap(clean))
        default: return value
        }
    }
}
