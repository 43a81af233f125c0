/// One line of Markdown: words, and how they stand out.
struct MarkdownText: Sendable {
    enum Look: Sendable, Equatable {
        case plain, bold, code
        case link(to: String)
    }

    private var pieces: [(character: Character, look: Look)] = []

    /// What a reader reads.
    var text: String { String(pieces.map(\.character)) }

    init(plain text: String) {
        pieces = text.map { ($0, .plain) }
    }

    private init(_ pieces: some Sequence<(character: Character, look: Look)>) {
        self.pieces = Array(pieces)
    }

    init(_ markdown: String) {
        var rest = Substring(markdown)
        var isBold = false
        while let character = rest.first {
            if rest.hasPrefix("**") {
                isBold.toggle()
                rest.removeFirst(2)
            } else if let code = rest.prefixMatch(of: /(`+) ?(.+?) ?\1(?!`)/) {
                pieces += code.2.map { ($0, .code) }
                rest = rest[code.range.upperBound...]
            } else if let link = rest.prefixMatch(of: /\[((?:\\.|[^\]\\])*)\]\(([^)]*)\)/) {
                pieces += MarkdownText(String(link.1)).text.map { ($0, .link(to: String(link.2))) }
                rest = rest[link.range.upperBound...]
            } else if character == "\\", let next = rest.dropFirst().first {
                pieces.append((next, isBold ? .bold : .plain))
                rest.removeFirst(2)
            } else if let (entity, meaning) = Self.entities.first(where: { rest.hasPrefix($0.0) }) {
                pieces.append((meaning, isBold ? .bold : .plain))
                rest.removeFirst(entity.count)
            } else {
                pieces.append((character, isBold ? .bold : .plain))
                rest.removeFirst()
            }
        }
        pieces = pieces.compactMap { piece in
            // Word joiners keep GitHub from making links; nobody sees them.
            let scalars = piece.character.unicodeScalars.filter { $0 != "\u{2060}" }
            return scalars.isEmpty ? nil : (Character(String(String.UnicodeScalarView(scalars))), piece.look)
        }
    }

    private static let entities: [(String, Character)] = [("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">")]

    /// The same with the addresses of links in brackets, for where nothing can be underlined.
    var spelledOut: MarkdownText {
        let next = pieces.dropFirst().map { Optional($0.look) } + [nil]
        return MarkdownText(
            zip(pieces, next).flatMap { piece, next in
                guard case .link(let address) = piece.look, next != piece.look else { return [piece] }
                return [piece] + " (\(address))".map { ($0, .plain) }
            })
    }

    /// Broken at blanks, so that every line has room; a word that is too long for a line stays whole.
    func wrapped(_ width: Int) -> [MarkdownText] {
        guard text.columns > width else { return [self] }
        var lines: [[(character: Character, look: Look)]] = [[]]
        for word in pieces.split(separator: " ", by: { $0.character }) {
            let used = String(lines[lines.count - 1].map(\.character)).columns
            let needed = String(word.map(\.character)).columns
            if used > 0, used + 1 + needed > width { lines.append([]) }
            if !lines[lines.count - 1].isEmpty { lines[lines.count - 1].append((" ", word.first?.look ?? .plain)) }
            lines[lines.count - 1] += word
        }
        return lines.map { MarkdownText($0) }
    }

    func styled(_ style: Style) -> String {
        var result = ""
        var rest = pieces[...]
        while let look = rest.first?.look {
            let run = rest.prefix { $0.look == look }
            rest = rest.dropFirst(run.count)
            result += style.show(String(run.map(\.character)), as: look)
        }
        return result
    }
}

extension Style {
    fileprivate func show(_ text: String, as look: MarkdownText.Look) -> String {
        switch look {
        case .plain: text
        case .bold: bold(text)
        case .code: cyan(text)
        case .link: underlined(text)
        }
    }
}

extension Array {
    fileprivate func split<Key: Equatable>(separator: Key, by key: (Element) -> Key) -> [ArraySlice<Element>] {
        split { key($0) == separator }
    }
}
