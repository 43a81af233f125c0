extension JSONValue {
    /// What stands at a path of member names, `nil` if nothing does. Writing makes the objects on the way; writing
    /// `nil` removes.
    public subscript(_ first: String, _ second: String, _ rest: String...) -> JSONValue? {
        get { value(at: ([first, second] + rest)[...]) }
        set { set(newValue, at: ([first, second] + rest)[...]) }
    }

    /// What stands at a path of member names.
    func value(at path: ArraySlice<String>) -> JSONValue? {
        guard let first = path.first else { return self }
        return object?[first]?.value(at: path.dropFirst())
    }

    /// Writes at a path of member names; `nil` removes the last one.
    mutating func set(_ value: JSONValue?, at path: ArraySlice<String>) {
        guard let first = path.first else {
            self = value ?? .null
            return
        }
        var members = object ?? [:]
        if path.count == 1 {
            members[first] = value
        } else if value != nil || members[first] != nil {
            var child = members[first] ?? .object([:])
            child.set(value, at: path.dropFirst())
            members[first] = child
        }
        self = .object(members)
    }

    /// The string members of an object: labels, annotations, data.
    public var strings: [String: String] { (object ?? [:]).compactMapValues(\.string) }

    /// An object whose members are strings.
    public static func strings(_ members: [String: String]) -> JSONValue {
        .object(members.mapValues(JSONValue.string))
    }

    /// The elements of an array at a path, none if there is no array.
    func list(_ path: String...) -> [JSONValue] { value(at: path[...])?.array ?? [] }

    /// The document in one line, members in alphabetical order.
    public var text: String { String(decoding: serialized(), as: UTF8.self) }
}

extension JSONValue {
    /// `metadata.name` of a Kubernetes object, empty if it has none.
    public var name: String { self["metadata", "name"]?.string ?? "" }

    /// `metadata.namespace` of a Kubernetes object, empty if it has none.
    public var namespace: String { self["metadata", "namespace"]?.string ?? "" }

    /// `kind` of a Kubernetes object, empty if it has none.
    public var kind: String { self["kind"]?.string ?? "" }

    /// `metadata.labels` of a Kubernetes object.
    public var labels: [String: String] { self["metadata", "labels"]?.strings ?? [:] }

    /// `metadata.annotations` of a Kubernetes object.
    public var annotations: [String: String] { self["metadata", "annotations"]?.strings ?? [:] }

    /// The condition of this type in `status.conditions`, `nil` if it is not there.
    public func condition(_ type: String) -> JSONValue? {
        list("status", "conditions").first { $0["type"]?.string == type }
    }

    /// `metadata.uid`.
    public var uid: String { self["metadata", "uid"]?.string ?? "" }
    /// `metadata.generation`, 0 if there is none.
    public var generation: Int { self["metadata", "generation"]?.int ?? 0 }
    /// Whether `metadata.deletionTimestamp` is set.
    public var isBeingDeleted: Bool { self["metadata", "deletionTimestamp"] != nil }
    /// `metadata.finalizers`.
    public var finalizers: [String] { list("metadata", "finalizers").compactMap(\.string) }
}
