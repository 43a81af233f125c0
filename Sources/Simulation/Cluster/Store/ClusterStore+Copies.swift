import Foundation

extension ClusterStore {
    /// Puts every object whose namespace or name holds a text there once more for each of these other texts, as if it had
    /// been applied in the same way. Nobody who watches is told: their versions are forgotten.
    func copyObjects(holding text: String, as others: [String]) {
        for (id, entries) in stored {
            guard let type = types[id], type.kind != "Event" else { continue }
            let patterns = entries.list(in: nil)
                .filter { $0.object.namespace.contains(text) || $0.object.name.contains(text) }
                .map { (original: $0, pattern: JSONPattern($0.object, holding: text)) }
            var copies: [(key: Key, entry: Stored)] = []
            for other in others {
                for (original, pattern) in patterns {
                    let copy = original.copy(as: pattern.filled(with: other), version: nextVersion())
                    copies.append((Key(namespace: copy.object.namespace, name: copy.object.name), copy))
                }
            }
            stored[id]?.add(copies)
        }
        compact()
    }
}

/// A value with gaps where a text stood, to be filled with others thousands of times.
private indirect enum JSONPattern {
    case same(JSONValue)
    /// What stands between the gaps.
    case text([String])
    case array([JSONPattern])
    /// Members without a gap, and those with one in their name or value.
    case object([String: JSONValue], gaps: [(name: [String], value: JSONPattern)])

    init(_ value: JSONValue, holding text: String) {
        switch value {
        case .string(let string) where string.contains(text): self = .text(string.components(separatedBy: text))
        case .array(let elements):
            let patterns = elements.map { JSONPattern($0, holding: text) }
            self = patterns.allSatisfy(\.isSame) ? .same(value) : .array(patterns)
        case .object(var members):
            var gaps: [(name: [String], value: JSONPattern)] = []
            for (name, member) in members {
                let pattern = JSONPattern(member, holding: text)
                guard !pattern.isSame || name.contains(text) else { continue }
                gaps.append((name.components(separatedBy: text), pattern))
                members[name] = nil
            }
            self = gaps.isEmpty ? .same(value) : .object(members, gaps: gaps)
        default: self = .same(value)
        }
    }

    private var isSame: Bool { if case .same = self { true } else { false } }

    func filled(with text: String) -> JSONValue {
        switch self {
        case .same(let value): return value
        case .text(let parts): return .string(parts.joined(separator: text))
        case .array(let elements): return .array(elements.map { $0.filled(with: text) })
        case .object(var members, let gaps):
            for (name, value) in gaps { members[name.joined(separator: text)] = value.filled(with: text) }
            return .object(members)
        }
    }
}
