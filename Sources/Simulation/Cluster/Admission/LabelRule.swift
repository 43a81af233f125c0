import Foundation

/// What labels and the keys of Secrets may look like.
enum LabelRule {
    private static let value = "(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?"
    private static let dataKey = "[-._a-zA-Z0-9]+"

    static func violations(in object: JSONValue) -> [FieldCause] {
        object.labels.sorted { $0.key < $1.key }.compactMap { _, text in
            if text.utf8.count > 63 {
                return .invalid("metadata.labels", value: .string(text), "must be no more than 63 bytes")
            }
            guard !matches(text, value) else { return nil }
            return .invalid(
                "metadata.labels", value: .string(text),
                "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or "
                    + "'.', and must "
                    + "start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or "
                    + "'12345', regex "
                    + "used for validation is '\(value)')")
        }
    }

    static func dataKeyViolations(in object: JSONValue) -> [FieldCause] {
        (object["data"]?.strings ?? [:]).keys.sorted().filter { !matches($0, dataKey) }.map { key in
            .invalid(
                "data[\(key)]", value: .string(key),
                "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or "
                    + "'KEY_NAME',  or 'key-name', regex used for validation is '\(dataKey)')")
        }
    }

    private static func matches(_ text: String, _ pattern: String) -> Bool {
        text.range(of: "^\(pattern)$", options: .regularExpression) != nil
    }
}
