/// A pattern over `owner/name`: `*` stands for any characters but `/`, `?` for one. Case does not matter, as on GitHub.
public struct Glob: Sendable, Hashable, CustomStringConvertible {
    public let pattern: String
    private let characters: [Character]

    public init(_ pattern: String) {
        self.pattern = pattern
        self.characters = Array(pattern.lowercased())
    }

    public var description: String { pattern }

    /// Linear in time for patterns with one star, and never worse than pattern × text.
    public func matches(_ text: String) -> Bool {
        let text = Array(text.lowercased())
        var position = 0
        var index = 0
        var star: (pattern: Int, text: Int)?
        while index < text.count {
            if position < characters.count, characters[position] == "*" {
                star = (position, index)
                position += 1
            } else if position < characters.count, accepts(characters[position], text[index]) {
                position += 1
                index += 1
            } else if let last = star, text[last.text] != "/" {
                star = (last.pattern, last.text + 1)
                position = last.pattern + 1
                index = last.text + 1
            } else {
                return false
            }
        }
        return characters[position...].allSatisfy { $0 == "*" }
    }

    private func accepts(_ pattern: Character, _ character: Character) -> Bool {
        pattern == character || (pattern == "?" && character != "/")
    }
}
