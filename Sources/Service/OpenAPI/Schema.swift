import Foundation

/// What a value of the API looks like (JSON Schema 2020-12, as OpenAPI 3.1 has it).
struct Schema: Sendable {
    /// Under which the document keeps it; nil: written where it is used.
    let name: String?
    let document: DocumentValue
    /// The schemas that this one is made of.
    let parts: [Schema]

    init(_ document: DocumentValue, name: String? = nil, parts: [Schema] = []) {
        self.document = document
        self.name = name
        self.parts = parts
    }

    /// What stands where it is used.
    var reference: DocumentValue {
        name.map { ["$ref": "#/components/schemas/\($0)"] } ?? document
    }

    /// This schema and all it is made of, where they have names.
    var named: [Schema] { (name == nil ? [] : [self]) + parts.flatMap(\.named) }
}

extension Schema {
    static let string = Schema(["type": "string"])
    static let boolean = Schema(["type": "boolean"])
    static let integer = Schema(["type": "integer"])
    static let time = Schema(["type": "string", "format": "date-time"])

    static func among(_ values: [String]) -> Schema {
        Schema(["type": "string", "enum": .list(values.map { .text($0) })])
    }

    static func oneOf<Value: RawRepresentable & CaseIterable>(_ type: Value.Type) -> Schema
    where Value.RawValue == String {
        among(type.allCases.map(\.rawValue))
    }

    static func integer(from least: Int, to most: Int, default standard: Int? = nil) -> Schema {
        Schema(
            DocumentValue.object([]).with("type", "integer").with("minimum", .int(least)).with("maximum", .int(most))
                .with("default", standard.map { .int($0) }))
    }

    static func list(of element: Schema) -> Schema {
        Schema(["type": "array", "items": element.reference], parts: [element])
    }

    /// The same, or null.
    var orNull: Schema {
        guard name == nil, case .object(let members) = document, case .text(let type)? = document["type"] else {
            return Schema(["anyOf": [reference, ["type": "null"]]], parts: [self])
        }
        let relaxed = members.map { member -> DocumentValue.Member in
            switch (member.name, member.value) {
            case ("type", _): .init(name: "type", value: [.text(type), "null"])
            case ("enum", .list(let values)): .init(name: "enum", value: .list(values + [.null]))
            default: member
            }
        }
        return Schema(.object(relaxed), parts: parts)
    }

    /// A member of an object.
    struct Field: Sendable {
        let name: String
        let schema: Schema
        let words: String
        let isRequired: Bool

        init(_ name: String, _ schema: Schema, _ words: String, isRequired: Bool = true) {
            self.name = name
            self.schema = schema
            self.words = words
            self.isRequired = isRequired
        }

        static func optional(_ name: String, _ schema: Schema, _ words: String) -> Field {
            Field(name, schema, words, isRequired: false)
        }
    }

    static func object(_ name: String?, _ words: String, _ fields: [Field]) -> Schema {
        let properties = fields.map { field in
            DocumentValue.Member(
                name: field.name, value: field.schema.reference.with("description", .text(field.words)))
        }
        let required = fields.filter(\.isRequired).map { DocumentValue.text($0.name) }
        let document = DocumentValue.object([])
            .with("type", "object").with("description", .text(words))
            .with("properties", .object(properties))
            .with("required", required.isEmpty ? nil : .list(required))
        return Schema(document, name: name, parts: fields.map(\.schema))
    }

    /// A part of a list.
    static func page(of item: Schema) -> Schema {
        object(
            item.name.map { "\($0)Page" }, "A part of a list, and where it goes on.",
            [
                Field("items", list(of: item), "In the order of the list."),
                Field("next", string.orNull, "Asked for as `cursor`, it gives the next part; null at the end."),
            ])
    }
}
