/// What stands between `<%` and `%>`, and on which line.
struct TemplateTag: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        case value
        case openSection
        case closeSection
        case comment
    }

    static let opening = "<%"
    static let closing = "%>"

    let kind: Kind
    let name: String
    /// Counted from 1.
    let line: Int

    /// - Throws: ``TemplateError/Problem/unsupportedTag(_:)`` for anything Mustache could do and templates may not: set
    ///   other delimiters, include partials, call transforms.
    init(_ text: Substring, line: Int) throws {
        let sigils: [Character: Kind] = ["#": .openSection, "^": .openSection, "/": .closeSection, "!": .comment]
        let kind = text.first.flatMap { sigils[$0] } ?? (text.first == "&" ? .value : nil)
        let name = (kind == nil ? text : text.dropFirst()).trimmingSpaces
        guard kind == .comment || name.wholeMatch(of: /[A-Za-z][A-Za-z0-9]*/) != nil else {
            throw TemplateError(.unsupportedTag("\(Self.opening)\(text)\(Self.closing)"), line: line)
        }
        self.kind = kind ?? .value
        self.name = String(name)
        self.line = line
    }
}

extension Substring {
    fileprivate var trimmingSpaces: Substring {
        let start = drop { $0 == " " || $0 == "\t" }
        return start[..<(start.lastIndex { $0 != " " && $0 != "\t" }.map(start.index(after:)) ?? start.startIndex)]
    }
}
