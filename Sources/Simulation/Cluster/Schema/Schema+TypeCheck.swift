extension Schema {
    /// What makes the server refuse an apply with "failed to create typed patch object": fields nobody knows and values
    /// of the wrong type, each as `.spec.interval: expected string, got …`.
    func typeErrors(in value: JSONValue, at path: String = "") -> [String] {
        if value.isNull { return [] }
        switch self {
        case .anything: return []
        case .string: return value.string == nil ? ["\(path): expected string, got \(Self.shown(value))"] : []
        case .integer:
            return value.int == nil ? ["\(path): expected numeric (int or float), got \(Self.shown(value))"] : []
        case .boolean: return value.bool == nil ? ["\(path): expected boolean, got \(Self.shown(value))"] : []
        case .integerOrString:
            return value.object == nil && value.array == nil
                ? [] : ["\(path): expected string, got \(Self.shown(value))"]
        case .map(let element): return memberErrors(in: value, at: path) { _ in element }
        case .object(let fields, _, _):
            return memberErrors(in: value, at: path) { fields.isEmpty ? .anything : fields[$0] }
        case .list(let element, _):
            guard let elements = value.array else { return ["\(path): expected list, got \(Self.shown(value))"] }
            return elements.enumerated().flatMap { element.typeErrors(in: $1, at: "\(path)[\($0)]") }
        }
    }

    private func memberErrors(
        in value: JSONValue, at path: String, schema: (String) -> Schema?
    ) -> [String] {
        guard let members = value.object else { return ["\(path): expected map, got \(Self.shown(value))"] }
        return members.sorted { $0.key < $1.key }.flatMap { name, value in
            guard let schema = schema(name) else { return ["\(path).\(name): field not declared in schema"] }
            return schema.typeErrors(in: value, at: "\(path).\(name)")
        }
    }

    /// As Go prints a value that has the wrong type.
    private static func shown(_ value: JSONValue) -> String {
        switch value {
        case .int(let number): "&value.valueUnstructured{Value:\(number)}"
        case .double(let number): "&value.valueUnstructured{Value:\(number)}"
        case .bool(let flag): "&value.valueUnstructured{Value:\(flag)}"
        case .string(let text): "&{\(text)}"
        default: "&\(value.text)"
        }
    }

    /// Takes away what nobody knows, as the server does for POST, PUT and merge patches, and names it.
    func pruneUnknown(_ value: inout JSONValue, at path: String = "") -> [String] {
        switch (self, value) {
        case (.object(let fields, _, _), .object(var members)) where !fields.isEmpty:
            var unknown: [String] = []
            for name in members.keys.sorted() {
                let here = path.isEmpty ? name : "\(path).\(name)"
                if let field = fields[name], var member = members[name] {
                    unknown += field.pruneUnknown(&member, at: here)
                    members[name] = member
                } else {
                    members[name] = nil
                    unknown.append(here)
                }
            }
            value = .object(members)
            return unknown
        case (.list(let element, _), .array(var elements)):
            var unknown: [String] = []
            for index in elements.indices {
                unknown += element.pruneUnknown(&elements[index], at: "\(path)[\(index)]")
            }
            value = .array(elements)
            return unknown
        default: return []
        }
    }
}
