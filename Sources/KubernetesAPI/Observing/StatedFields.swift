/// The fields that an apply of an object states, to compare with those that its manager still owns.
public struct StatedFields: Sendable, Hashable {
    private let fields: [String: Field]

    /// - Throws: only if the object cannot be written as JSON.
    public init<Object: KubernetesObject>(_ object: Object) throws {
        var cursor = JSONCursor([UInt8](try KubernetesClient.encode(ApplyBody(object))))
        var fields = try Field(from: &cursor).members
        // Identity cannot be owned.
        fields["apiVersion"] = nil
        fields["kind"] = nil
        let ownable = fields["metadata"]?.members.filter { Self.ownableMetadata.contains($0.key) } ?? [:]
        fields["metadata"] = ownable.isEmpty ? nil : Field(members: ownable)
        self.fields = fields
    }

    private static let ownableMetadata: Set = ["labels", "annotations", "finalizers", "ownerReferences"]

    /// The paths of what is stated and not owned any more, such as `spec.hard.pods`; empty: all is as it was applied.
    public func lacking(in ownership: FieldOwnership) -> [String] {
        guard let bytes = ownership.fields else { return fields.keys.sorted() }
        var cursor = JSONCursor(bytes)
        guard let owned = try? Field(from: &cursor), !owned.members.isEmpty else { return fields.keys.sorted() }
        return Self.lacking(Field(members: fields), owned, path: "")
    }

    private static func lacking(_ stated: Field, _ owned: Field?, path: String) -> [String] {
        guard let owned else { return [path] }
        // A leaf, or a map or list that is owned whole.
        if owned.members.isEmpty { return [] }
        if stated.items > 0 {
            let items = owned.members.keys.count { $0 != "." && !$0.hasPrefix("f:") }
            return items < stated.items ? [path] : []
        }
        return stated.members.sorted { $0.key < $1.key }.flatMap { key, field in
            lacking(field, owned.members["f:\(key)"], path: path.isEmpty ? key : "\(path).\(key)")
        }
    }
}

/// A value of JSON without its content: which members an object has, how many items an array.
private struct Field: Sendable, Hashable {
    var members: [String: Field] = [:]
    var items = 0

    init(members: [String: Field]) {
        self.members = members
    }

    init(from cursor: inout JSONCursor) throws {
        if try cursor.isArrayNext() {
            try cursor.array {
                try $0.skip()
                items += 1
            }
        } else {
            try cursor.object { cursor, key in members[key] = try Field(from: &cursor) }
        }
    }
}
