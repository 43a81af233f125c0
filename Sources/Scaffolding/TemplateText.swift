import Mustache

/// Text with tags, checked before Mustache sees it: Mustache renders an unknown name as nothing and passes a stray
/// delimiter on, here both are errors with their line.
struct TemplateText: Sendable {
    let text: String
    let tags: [TemplateTag]

    init(_ text: String) throws {
        self.text = text
        tags = try Self.scan(text)
        try Self.checkSections(tags)
    }

    /// - Throws: when a tag names a variable that is not in `declared`.
    func check(declared: Set<String>) throws {
        guard let tag = tags.first(where: { $0.kind != .comment && !declared.contains($0.name) }) else { return }
        throw TemplateError(.undeclaredVariable(tag.name, known: declared.sorted()), line: tag.line)
    }

    /// The text with every tag replaced. Names without a value render nothing and leave their sections out.
    func render(_ values: [String: String]) throws -> String {
        guard !tags.isEmpty else { return text }
        do {
            return try MustacheTemplate(string: Self.preamble + text).render(values)
        } catch let error as MustacheTemplate.ParserError {
            let line = max(1, error.context.lineNumber - Self.preambleLines)
            throw TemplateError(.unsupportedTag(error.context.line), line: line)
        }
    }

    /// No HTML escaping, and `<% %>` instead of `{{ }}`, which GitHub's `${{ }}` needs. Both lines vanish in rendering.
    private static let preamble = "{{% CONTENT_TYPE: TEXT}}\n{{=<% %>=}}\n"
    private static let preambleLines = 2

    private static func scan(_ text: String) throws -> [TemplateTag] {
        var tags: [TemplateTag] = []
        var rest = text[...]
        var line = 1
        while let delimiter = rest.firstDelimiter {
            line += rest[..<delimiter.lowerBound].lineBreaks
            let after = rest[delimiter.upperBound...]
            guard rest[delimiter] == TemplateTag.opening, let end = after.firstDelimiter,
                after[end] == TemplateTag.closing
            else { throw TemplateError(.leftoverDelimiter(String(rest[delimiter])), line: line) }
            let inside = after[..<end.lowerBound]
            tags.append(try TemplateTag(inside, line: line))
            line += inside.lineBreaks
            rest = after[end.upperBound...]
        }
        return tags
    }

    private static func checkSections(_ tags: [TemplateTag]) throws {
        var open: [TemplateTag] = []
        for tag in tags {
            switch tag.kind {
            case .openSection: open.append(tag)
            case .closeSection where open.popLast()?.name != tag.name:
                throw TemplateError(.unbalancedSection(tag.name), line: tag.line)
            case .closeSection, .value, .comment: continue
            }
        }
        if let tag = open.last { throw TemplateError(.unbalancedSection(tag.name), line: tag.line) }
    }
}

extension Substring {
    fileprivate var lineBreaks: Int { utf8.count { $0 == UInt8(ascii: "\n") } }

    /// The first `<%` or `%>`, looked for in bytes: this reads every file of a template.
    fileprivate var firstDelimiter: Range<Index>? {
        let percent = UInt8(ascii: "%")
        var rest = utf8[...]
        while let place = rest.firstIndex(of: percent) {
            let next = utf8.index(after: place)
            if place > startIndex, utf8[utf8.index(before: place)] == UInt8(ascii: "<") {
                return utf8.index(before: place)..<next
            }
            if next < endIndex, utf8[next] == UInt8(ascii: ">") { return place..<utf8.index(after: next) }
            rest = rest[next...]
        }
        return nil
    }
}
