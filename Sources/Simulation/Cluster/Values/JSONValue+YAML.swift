import Yams

extension JSONValue {
    /// Reads one YAML document (JSON is YAML).
    init(yaml: String) throws {
        guard let node = try Yams.compose(yaml: yaml) else {
            self = .null
            return
        }
        self.init(node: node)
    }

    /// Reads every document of a YAML stream; empty ones are left out.
    static func documents(yaml: String) throws -> [JSONValue] {
        var documents: [JSONValue] = []
        var parsed = try Yams.compose_all(yaml: yaml)
        while let node = parsed.next() {
            let value = JSONValue(node: node)
            if value != .null { documents.append(value) }
        }
        if let error = parsed.error { throw error }
        return documents
    }

    private init(node: Node) {
        switch node {
        case .mapping(let mapping):
            var members: [String: JSONValue] = [:]
            for (key, value) in mapping { members[key.scalar?.string ?? ""] = JSONValue(node: value) }
            self = .object(members)
        case .sequence(let sequence):
            self = .array(sequence.map { JSONValue(node: $0) })
        case .scalar(let scalar):
            self = JSONValue(node: node, scalar: scalar)
        case .alias:
            self = .null
        }
    }

    /// A plain scalar as YAML 1.2 and Kubernetes read it: `yes` and `on` stay strings.
    private init(node: Node, scalar: Node.Scalar) {
        guard scalar.style == .plain || scalar.style == .any else {
            self = .string(scalar.string)
            return
        }
        switch scalar.string {
        case "", "~", "null", "Null", "NULL": self = .null
        case "true", "True", "TRUE": self = .bool(true)
        case "false", "False", "FALSE": self = .bool(false)
        case let text:
            if let whole = Int(text), !(text.count > 1 && text.hasPrefix("0")) {
                self = .int(whole)
            } else if let number = Double(text), text.contains(where: \.isNumber), !text.contains("x") {
                self = .double(number)
            } else {
                self = .string(text)
            }
        }
    }
}
