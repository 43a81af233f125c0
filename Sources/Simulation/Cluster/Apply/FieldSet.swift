/// The fields of an object that one manager owns.
struct FieldSet: Sendable, Hashable {
    /// Owned here.
    var members: Set<PathElement> = []
    /// Owned further down.
    var children: [PathElement: FieldSet] = [:]

    var isEmpty: Bool { members.isEmpty && children.isEmpty }

    mutating func insert(_ path: ArraySlice<PathElement>) {
        guard let first = path.first else { return }
        if path.count == 1 {
            members.insert(first)
        } else {
            children[first, default: FieldSet()].insert(path.dropFirst())
        }
    }

    func contains(_ path: ArraySlice<PathElement>) -> Bool {
        guard let first = path.first else { return false }
        return path.count == 1 ? members.contains(first) : children[first]?.contains(path.dropFirst()) ?? false
    }

    /// Whether anything at this element or below is owned.
    func covers(_ element: PathElement) -> Bool { members.contains(element) || children[element] != nil }

    func union(_ other: FieldSet) -> FieldSet {
        FieldSet(
            members: members.union(other.members), children: children.merging(other.children) { $0.union($1) })
    }

    func subtracting(_ other: FieldSet) -> FieldSet {
        var result = FieldSet(members: members.subtracting(other.members))
        for (element, child) in children {
            let rest = other.children[element].map(child.subtracting) ?? child
            if !rest.isEmpty { result.children[element] = rest }
        }
        return result
    }

    func intersection(_ other: FieldSet) -> FieldSet {
        var result = FieldSet(members: members.intersection(other.members))
        for (element, child) in children {
            guard let common = other.children[element].map(child.intersection), !common.isEmpty else { continue }
            result.children[element] = common
        }
        return result
    }

    /// Every owned path, sorted by its text.
    var paths: [[PathElement]] {
        let own = members.map { [$0] }
        let below = children.flatMap { element, child in child.paths.map { [element] + $0 } }
        return (own + below).sorted { $0.described < $1.described }
    }
}

extension FieldSet {
    /// `metadata` itself, which nobody owns and nobody can remove.
    static let identity = FieldSet(children: [.field("metadata"): FieldSet(members: [.field("name")])])
}

extension [PathElement] {
    /// Whether it leads to an element of a list that merges by key: such an element is shared, its fields are owned.
    var endsInElement: Bool {
        if case .key = last { true } else { false }
    }

    /// As in the text of a conflict: `.spec.ref.branch`.
    var described: String { map(\.described).joined() }
}

extension FieldSet {
    /// As `fieldsV1` in `managedFields`.
    var json: JSONValue {
        var object: [String: JSONValue] = [:]
        for member in members { object[member.encoded] = .object([:]) }
        for (element, child) in children {
            var below = child.json.object ?? [:]
            if members.contains(element) { below["."] = .object([:]) }
            object[element.encoded] = .object(below)
        }
        return .object(object)
    }
}
