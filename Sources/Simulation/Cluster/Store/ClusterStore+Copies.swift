import Foundation

extension ClusterStore {
    /// Puts every object whose namespace or name holds a text there once more for each of these other texts, as if it had
    /// been applied in the same way. Nobody who watches is told: their versions are forgotten.
    func copyObjects(holding text: String, as others: [String]) {
        for (id, entries) in stored {
            guard let type = types[id], type.kind != "Event" else { continue }
            let originals = entries.filter { $0.key.namespace.contains(text) || $0.key.name.contains(text) }.map(
                \.value)
            for other in others {
                for original in originals {
                    let copy = original.copy(
                        replacing: text, with: other, uid: UUID().uuidString.lowercased(), version: nextVersion())
                    stored[id, default: [:]][Key(namespace: copy.object.namespace, name: copy.object.name)] = copy
                }
            }
        }
        compact()
    }
}

extension JSONValue {
    /// Nil where nothing is to be replaced.
    func replacing(_ text: String, with other: String) -> JSONValue? {
        switch self {
        case .string(let value): value.contains(text) ? .string(value.replacing(text, with: other)) : nil
        case .array(let elements): Self.replacing(text, with: other, in: elements).map { .array($0) }
        case .object(let members): Self.replacing(text, with: other, in: members).map { .object($0) }
        case .null, .bool, .int, .double: nil
        }
    }

    private static func replacing(
        _ text: String, with other: String, in elements: [JSONValue]
    ) -> [JSONValue]? {
        let changed = elements.map { $0.replacing(text, with: other) }
        guard changed.contains(where: { $0 != nil }) else { return nil }
        return zip(elements, changed).map { $1 ?? $0 }
    }

    private static func replacing(
        _ text: String, with other: String, in members: [String: JSONValue]
    ) -> [String: JSONValue]? {
        let changed = members.mapValues { $0.replacing(text, with: other) }
        let isSame = changed.values.allSatisfy { $0 == nil } && !members.keys.contains { $0.contains(text) }
        guard !isSame else { return nil }
        return Dictionary(
            members.map { key, value in
                (key.replacing(text, with: other), value.replacing(text, with: other) ?? value)
            }, uniquingKeysWith: { first, _ in first })
    }
}
