import Foundation

extension Schema {
    /// What a custom resource definition refuses with 422, in the order of the fields.
    func violations(in value: JSONValue, at path: String = "") -> [FieldCause] {
        switch (self, value) {
        case (.anything, _), (.integerOrString, _): []
        case (_, .null): [.wrongType(path, wanted: wantedType)]
        case (.string(let rule), .string(let text)): rule.violation(of: text, at: path)
        case (.object(let fields, let required, _), .object(let members)):
            required.filter { members[$0] == nil }.map { FieldCause.required(Self.join(path, $0)) }
                + members.sorted { $0.key < $1.key }.flatMap { name, member in
                    (fields[name] ?? .anything).violations(in: member, at: Self.join(path, name))
                }
        case (.map(let element), .object(let members)):
            members.sorted { $0.key < $1.key }.flatMap { element.violations(in: $1, at: Self.join(path, $0)) }
        case (.list(let element, _), .array(let elements)):
            elements.enumerated().flatMap { element.violations(in: $1, at: "\(path)[\($0)]") }
        case (.string, _), (.object, _), (.map, _), (.list, _): [.wrongType(path, wanted: wantedType)]
        case (.integer, _), (.boolean, _): []
        }
    }

    private static func join(_ path: String, _ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

    private var wantedType: String {
        switch self {
        case .string: "string"
        case .integer: "integer"
        case .boolean: "boolean"
        case .list: "array"
        default: "object"
        }
    }
}

extension Schema.StringRule {
    func violation(of text: String, at path: String) -> [FieldCause] {
        if !values.isEmpty, !values.contains(text) { return [.unsupported(path, value: text, supported: values)] }
        guard let pattern, text.range(of: pattern, options: .regularExpression) == nil else { return [] }
        return [.invalid(path, value: .string(text), "\(path) in body should match '\(pattern)'")]
    }
}
