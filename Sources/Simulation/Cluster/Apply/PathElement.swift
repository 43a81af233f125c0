/// One step of the way to a field, as `managedFields` writes it.
enum PathElement: Sendable, Hashable {
    /// A member of an object: `f:name`.
    case field(String)
    /// The element of a list with these key members: `k:{"name":"app"}`.
    case key([String: JSONValue])
    /// An element of a set: `v:"x"`.
    case value(JSONValue)

    /// As in `fieldsV1`.
    var encoded: String {
        switch self {
        case .field(let name): "f:\(name)"
        case .key(let members): "k:\(JSONValue.object(members).text)"
        case .value(let value): "v:\(value.text)"
        }
    }

    init?(encoded: String) {
        let rest = String(encoded.dropFirst(2))
        switch encoded.prefix(2) {
        case "f:": self = .field(rest)
        case "k:":
            guard let members = try? JSONValue(parsing: rest.utf8).object else { return nil }
            self = .key(members)
        case "v:":
            guard let value = try? JSONValue(parsing: rest.utf8) else { return nil }
            self = .value(value)
        default: return nil
        }
    }

    /// As in the text of a conflict: `.name`, `[name="app"]`, `[="x"]`.
    var described: String {
        switch self {
        case .field(let name): ".\(name)"
        case .key(let members):
            "[" + members.sorted { $0.key < $1.key }.map { "\($0)=\($1.text)" }.joined(separator: ",") + "]"
        case .value(let value): "[=\(value.text)]"
        }
    }
}
