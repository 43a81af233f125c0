import Foundation

/// A label selector of a list or watch: `a=b,c in (d,e),!f`.
struct LabelSelector: Sendable {
    private enum Requirement: Sendable {
        case among(String, Set<String>)
        case notAmong(String, Set<String>)
        case present(String)
        case absent(String)
    }

    private let requirements: [Requirement]

    init(_ text: String) throws(APIError) {
        var requirements: [Requirement] = []
        for part in Self.split(text) { requirements.append(try Self.parse(part)) }
        self.requirements = requirements
    }

    func matches(_ object: JSONValue) -> Bool {
        if requirements.isEmpty { return true }
        let labels = object["metadata"]?["labels"]
        return requirements.allSatisfy { requirement in
            switch requirement {
            case .among(let key, let values): labels?[key]?.string.map(values.contains) ?? false
            case .notAmong(let key, let values): labels?[key]?.string.map { !values.contains($0) } ?? true
            case .present(let key): labels?[key]?.string != nil
            case .absent(let key): labels?[key]?.string == nil
            }
        }
    }

    /// Commas outside of parentheses part the requirements.
    private static func split(_ text: String) -> [String] {
        var parts = [""]
        var depth = 0
        for character in text {
            if character == "(" { depth += 1 }
            if character == ")" { depth -= 1 }
            if character == ",", depth == 0 { parts.append("") } else { parts[parts.count - 1].append(character) }
        }
        return parts.map { $0.trimmed }.filter { !$0.isEmpty }
    }

    private static func parse(_ text: String) throws(APIError) -> Requirement {
        for (word, negated) in [(" notin ", true), (" in ", false)] {
            guard let range = text.range(of: word) else { continue }
            let key = String(text[..<range.lowerBound]).trimmed
            let list = text[range.upperBound...].filter { $0 != "(" && $0 != ")" }
            let values = Set(list.split(separator: ",").map { String($0).trimmed })
            return negated ? .notAmong(key, values) : .among(key, values)
        }
        if text.hasPrefix("!") { return .absent(String(text.dropFirst()).trimmed) }
        for (mark, negated) in [("!=", true), ("==", false), ("=", false)] {
            guard let range = text.range(of: mark) else { continue }
            let key = String(text[..<range.lowerBound]).trimmed
            let value = String(text[range.upperBound...]).trimmed
            if value.hasPrefix("=") {
                throw .badRequest("unable to parse requirement: found '=', expected: identifier")
            }
            return negated ? .notAmong(key, [value]) : .among(key, [value])
        }
        return .present(text)
    }
}

/// A field selector of a list or watch: `metadata.name=a,status.phase!=Running`.
struct FieldSelector: Sendable {
    private let requirements: [(path: [String], value: String, isEqual: Bool)]

    init(_ text: String, type: ResourceType) throws(APIError) {
        var requirements: [(path: [String], value: String, isEqual: Bool)] = []
        for part in text.split(separator: ",") {
            let isEqual = !part.contains("!=")
            let sides = part.replacing("!=", with: "=").replacing("==", with: "=").split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let field = String(sides[0])
            let known = ["metadata.name", "metadata.namespace"] + type.selectableFields
            guard known.contains(field), sides.count == 2 else {
                throw .badRequest("field label not supported: \(field)")
            }
            requirements.append((field.split(separator: ".").map(String.init), String(sides[1]), isEqual))
        }
        self.requirements = requirements
    }

    func matches(_ object: JSONValue) -> Bool {
        requirements.allSatisfy { requirement in
            let value = object.value(at: requirement.path[...])?.string ?? ""
            return (value == requirement.value) == requirement.isEqual
        }
    }

    /// The name, when the selector asks for exactly one.
    var name: String? { requirements.first { $0.path == ["metadata", "name"] && $0.isEqual }?.value }
}

extension String {
    /// Without white space at both ends.
    var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
