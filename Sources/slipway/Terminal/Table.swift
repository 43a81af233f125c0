/// Aligned columns.
struct Table {
    let titles: [String]
    var rows: [[String]] = []

    init(_ titles: String...) {
        self.titles = titles
    }

    func text(_ style: Style) -> String {
        let all = [titles] + rows
        let widths = titles.indices.map { column in all.map { $0[column].columns }.max() ?? 0 }
        return all.enumerated().map { index, row in
            let line = row.enumerated().map { column, cell in
                column == row.count - 1 ? cell : cell + String(repeating: " ", count: widths[column] - cell.columns + 2)
            }.joined()
            return index == 0 ? style.bold(line) : line
        }.joined(separator: "\n")
    }
}

extension String {
    /// How many columns a terminal needs. The signs of states take two.
    var columns: Int {
        reduce(0) { width, character in
            let scalars = character.unicodeScalars
            let isWide = scalars.first.map { $0.properties.isEmojiPresentation } ?? false
            return width + (isWide || scalars.contains("\u{FE0F}") ? 2 : 1)
        }
    }

    /// Without control characters: what came from outside must not steer the terminal.
    var printable: String {
        String(String.UnicodeScalarView(unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
    }

    /// At most this many characters, with a sign that something is missing.
    func cut(to length: Int) -> String {
        count <= length ? self : prefix(length - 1) + "…"
    }
}
