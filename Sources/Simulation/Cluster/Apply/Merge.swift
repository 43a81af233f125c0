/// Merging an applied configuration into an object, and taking away what its manager no longer names.
enum Merge {
    /// The live value with everything the configuration names.
    static func apply(_ config: JSONValue, onto live: JSONValue?, schema: Schema) -> JSONValue {
        guard let live else { return config }
        switch (live, config) {
        case (.object(var members), .object(let named)) where schema.isGranularObject:
            for (name, value) in named {
                members[name] = apply(value, onto: members[name], schema: schema.member(name))
            }
            return .object(members)
        case (.array(let existing), .array(let named)):
            guard case .list(let element, let type) = schema else { return config }
            if case .atomic = type { return config }
            return merge(named, into: existing, element: element, type: type)
        default: return config
        }
    }

    private static func merge(
        _ named: [JSONValue], into existing: [JSONValue], element: Schema, type: Schema.ListType
    ) -> JSONValue {
        var result = existing
        for value in named {
            let identity = type.identity(of: value)
            if let index = result.firstIndex(where: { type.identity(of: $0) == identity }) {
                result[index] = apply(value, onto: result[index], schema: element)
            } else {
                result.append(value)
            }
        }
        return .array(result)
    }

    /// Takes away what was owned before and nobody names any more.
    static func remove(
        _ owned: FieldSet, keeping kept: FieldSet, from value: JSONValue, schema: Schema
    ) -> JSONValue {
        let touched = owned.members.union(owned.children.keys)
        switch value {
        case .object(var members) where schema.isGranularObject:
            for case .field(let name) in touched {
                guard let member = members[name] else { continue }
                members[name] = remaining(
                    member, .field(name), owned: owned, kept: kept, schema: schema.member(name))
            }
            return .object(members)
        case .array(let elements):
            guard case .list(let element, let type) = schema else { return value }
            return .array(
                elements.compactMap { item in
                    guard let identity = type.identity(of: item), touched.contains(identity) else { return item }
                    return remaining(item, identity, owned: owned, kept: kept, schema: element)
                })
        default: return value
        }
    }

    private static func remaining(
        _ value: JSONValue, _ element: PathElement, owned: FieldSet, kept: FieldSet, schema: Schema
    ) -> JSONValue? {
        guard kept.covers(element) else { return nil }
        guard let below = owned.children[element] else { return value }
        return remove(below, keeping: kept.children[element] ?? FieldSet(), from: value, schema: schema)
    }
}
