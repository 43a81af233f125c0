/// What a write that is no apply changed, field by field.
struct FieldDifference: Sendable {
    /// Fields that are new or have another value.
    var written = FieldSet()
    /// Fields that are gone.
    var removed = FieldSet()

    init() {}

    init(from old: JSONValue, to new: JSONValue, schema: Schema) {
        switch (old, new) {
        case (.object(let before), .object(let after)) where schema.isGranularObject:
            for name in Set(before.keys).union(after.keys) {
                compare(.field(name), before[name], after[name], schema: schema.member(name))
            }
        case (.array(let before), .array(let after)):
            guard case .list(let element, let type) = schema else { return }
            let old = Dictionary(type.identified(before)) { first, _ in first }
            let new = Dictionary(type.identified(after)) { first, _ in first }
            for path in Set(old.keys).union(new.keys) { compare(path, old[path], new[path], schema: element) }
        default: break
        }
    }

    private mutating func compare(
        _ element: PathElement, _ old: JSONValue?, _ new: JSONValue?, schema: Schema
    ) {
        switch (old, new) {
        case (nil, let new?): written.addAll(element, new, schema: schema)
        case (let old?, nil): removed.addAll(element, old, schema: schema)
        case (let old?, let new?) where old != new:
            let below = FieldDifference(from: old, to: new, schema: schema)
            if below.written.isEmpty, below.removed.isEmpty {
                written.members.insert(element)
            } else {
                if !below.written.isEmpty { written.children[element] = below.written }
                if !below.removed.isEmpty { removed.children[element] = below.removed }
            }
        default: break
        }
    }
}
