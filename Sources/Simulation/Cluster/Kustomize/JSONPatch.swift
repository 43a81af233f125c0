/// A patch of operations (RFC 6902).
struct JSONPatch: Sendable {
    private let operations: [JSONValue]

    init(_ value: JSONValue) throws(KustomizeFailure) {
        guard let operations = value.array else { throw KustomizeFailure("a JSON patch is a list of operations") }
        self.operations = operations
    }

    func apply(to document: JSONValue) throws(KustomizeFailure) -> JSONValue {
        var document = document
        for operation in operations { try apply(operation, to: &document) }
        return document
    }

    private func apply(_ operation: JSONValue, to document: inout JSONValue) throws(KustomizeFailure) {
        let path = Self.pointer(operation["path"]?.string ?? "")
        let value = operation["value"] ?? .null
        switch operation["op"]?.string {
        case "add": try Self.edit(&document, path[...]) { $0.insert(value, at: $1) }
        case "replace": try Self.edit(&document, path[...]) { $0.replace(value, at: $1) }
        case "remove": try Self.edit(&document, path[...]) { $0.remove(at: $1) }
        case "test":
            guard Self.value(document, path[...]) == value else {
                throw KustomizeFailure("test of \(operation.text) failed")
            }
        case "copy", "move":
            let from = Self.pointer(operation["from"]?.string ?? "")
            guard let moved = Self.value(document, from[...]) else { throw Self.missing(operation) }
            if operation["op"] == "move" { try Self.edit(&document, from[...]) { $0.remove(at: $1) } }
            try Self.edit(&document, path[...]) { $0.insert(moved, at: $1) }
        default: throw KustomizeFailure("unexpected kind: \(operation["op"]?.string ?? "")")
        }
    }

    private static func missing(_ operation: JSONValue) -> KustomizeFailure {
        KustomizeFailure(
            "\(operation["op"]?.string ?? "") operation does not apply: doc is missing path: \(operation.text)")
    }

    private static func pointer(_ text: String) -> [String] {
        text.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map {
            String($0.replacing("~1", with: "/").replacing("~0", with: "~"))
        }
    }

    private static func value(_ document: JSONValue, _ path: ArraySlice<String>) -> JSONValue? {
        guard let first = path.first else { return document }
        let next = document.array.map { array in Int(first).flatMap { array.indices.contains($0) ? array[$0] : nil } }
        return (next ?? document[first]).flatMap { value($0, path.dropFirst()) }
    }

    /// Goes to the container of the last step and changes it.
    private static func edit(
        _ document: inout JSONValue, _ path: ArraySlice<String>, _ change: (inout JSONValue, String) -> Bool
    ) throws(KustomizeFailure) {
        guard let first = path.first else { throw KustomizeFailure("the whole document cannot be patched") }
        if path.count == 1 {
            guard change(&document, first) else { throw KustomizeFailure("doc is missing path: \(first)") }
            return
        }
        switch document {
        case .array(var elements):
            guard let index = Int(first), elements.indices.contains(index) else {
                throw KustomizeFailure("doc is missing path: \(first)")
            }
            try edit(&elements[index], path.dropFirst(), change)
            document = .array(elements)
        case .object(var members):
            guard var child = members[first] else { throw KustomizeFailure("doc is missing path: \(first)") }
            try edit(&child, path.dropFirst(), change)
            members[first] = child
            document = .object(members)
        default: throw KustomizeFailure("doc is missing path: \(first)")
        }
    }
}

extension JSONValue {
    fileprivate mutating func insert(_ value: JSONValue, at step: String) -> Bool {
        guard case .array(var elements) = self else { return set(value, at: step) }
        guard let index = step == "-" ? elements.count : Int(step), (0...elements.count).contains(index) else {
            return false
        }
        elements.insert(value, at: index)
        self = .array(elements)
        return true
    }

    /// A missing member is added, as the API server does (RFC 6902 calls it an error).
    fileprivate mutating func replace(_ value: JSONValue, at step: String) -> Bool {
        guard case .array(var elements) = self else { return set(value, at: step) }
        guard let index = Int(step), elements.indices.contains(index) else { return false }
        elements[index] = value
        self = .array(elements)
        return true
    }

    fileprivate mutating func remove(at step: String) -> Bool {
        guard case .array(var elements) = self else { return self[step] != nil && set(nil, at: step) }
        guard let index = Int(step), elements.indices.contains(index) else { return false }
        elements.remove(at: index)
        self = .array(elements)
        return true
    }

    private mutating func set(_ value: JSONValue?, at step: String) -> Bool {
        guard case .object(var members) = self else { return false }
        members[step] = value
        self = .object(members)
        return true
    }
}
