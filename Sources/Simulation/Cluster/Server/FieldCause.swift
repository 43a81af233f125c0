/// One of `details.causes` of a Status: a field and what is wrong with it.
struct FieldCause: Sendable, Hashable {
    let reason: String
    let message: String
    let field: String

    static func required(_ field: String, _ detail: String = "") -> FieldCause {
        FieldCause(
            reason: "FieldValueRequired", message: "Required value" + (detail.isEmpty ? "" : ": \(detail)"),
            field: field)
    }

    static func invalid(_ field: String, value: JSONValue, _ detail: String) -> FieldCause {
        FieldCause(reason: "FieldValueInvalid", message: "Invalid value: \(value.text): \(detail)", field: field)
    }

    static func forbidden(_ field: String, _ detail: String) -> FieldCause {
        FieldCause(reason: "FieldValueForbidden", message: "Forbidden: \(detail)", field: field)
    }

    static func wrongType(_ field: String, wanted: String) -> FieldCause {
        FieldCause(
            reason: "FieldValueTypeInvalid",
            message: "Invalid value: \"null\": \(field) in body must be of type \(wanted): \"null\"", field: field)
    }

    static func unsupported(_ field: String, value: String, supported: [String]) -> FieldCause {
        let list = supported.map { "\"\($0)\"" }.joined(separator: ", ")
        return FieldCause(
            reason: "FieldValueNotSupported", message: "Unsupported value: \"\(value)\": supported values: \(list)",
            field: field)
    }

    /// Says that rules were not checked because of the other causes; it is no error of its own.
    static let rulesNotChecked = FieldCause(
        reason: "FieldValueInvalid",
        message: "Invalid value: null: some validation rules were not checked because the object was invalid; "
            + "correct the existing errors to complete validation",
        field: "<nil>")

    static let immutable = "field is immutable"

    var json: JSONValue { ["reason": .string(reason), "message": .string(message), "field": .string(field)] }
}
