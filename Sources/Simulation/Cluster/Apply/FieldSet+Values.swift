extension FieldSet {
    /// The fields an applied configuration names: its leaves, and the elements of lists that are maps.
    init(of value: JSONValue, schema: Schema) {
        self.init()
        switch value {
        case .object(let members) where schema.isGranularObject:
            for (name, member) in members { add(.field(name), member, schema: schema.member(name)) }
        case .array(let elements):
            guard case .list(let element, let type) = schema else { return }
            for (path, value) in type.identified(elements) {
                members.insert(path)
                if case .map = type { add(path, value, schema: element) }
            }
        default: break
        }
    }

    private mutating func add(_ element: PathElement, _ value: JSONValue, schema: Schema) {
        let below = FieldSet(of: value, schema: schema)
        if below.isEmpty { members.insert(element) } else { children[element] = below }
    }

    /// Everything that stands in a value, containers included: what a write that is no apply comes to own.
    init(everythingIn value: JSONValue, schema: Schema) {
        self.init()
        switch value {
        case .object(let members) where schema.isGranularObject:
            for (name, member) in members { addAll(.field(name), member, schema: schema.member(name)) }
        case .array(let elements):
            guard case .list(let element, let type) = schema else { return }
            for (path, value) in type.identified(elements) { addAll(path, value, schema: element) }
        default: break
        }
    }

    mutating func addAll(_ element: PathElement, _ value: JSONValue, schema: Schema) {
        members.insert(element)
        let below = FieldSet(everythingIn: value, schema: schema)
        if !below.isEmpty { children[element] = below }
    }
}

extension Schema.ListType {
    /// The elements with what tells them apart; none when the list is one value.
    func identified(_ elements: [JSONValue]) -> [(PathElement, JSONValue)] {
        elements.compactMap { element in identity(of: element).map { ($0, element) } }
    }

    func identity(of element: JSONValue) -> PathElement? {
        switch self {
        case .atomic: nil
        case .set: .value(element)
        case .map(let keys):
            .key(
                Dictionary(
                    uniqueKeysWithValues: keys.map { ($0, element[$0] ?? ($0 == "protocol" ? "TCP" : .null)) }
                ).filter { !$0.value.isNull })
        }
    }
}
