import Foundation

/// A comment's Markdown, as much of it as Slipway writes, for a terminal. Hidden markers are hidden, folded parts are folded.
struct MarkdownPage {
    private let source: [String]

    init(_ body: String) {
        source = body.split(separator: "\n", omittingEmptySubsequences: false).map { String($0).printable }
            .filter { !$0.hasPrefix("<!--") }
    }

    /// As GitHub shows it, about.
    /// - Parameter width: where lines are broken; tables are cut there only on a terminal.
    func lines(_ style: Style, width: Int, cutsTables: Bool) -> [String] {
        let tableWidth = cutsTables ? width : 1000
        var shown: [String] = []
        var table: [[MarkdownText]] = []
        var isFolded = false
        for line in source.trimmed {
            if line.hasPrefix("|") {
                table.append(Self.cells(line))
                continue
            }
            shown += Self.table(table, style, tableWidth)
            table = []
            if line.hasPrefix("</details>") {
                isFolded = false
            } else if !isFolded {
                shown += Self.line(line, style, width)
            }
            if line.hasPrefix("<details>") { isFolded = true }
        }
        return (shown + Self.table(table, style, tableWidth)).withoutDoubleGaps
    }

    private static func line(_ line: String, _ style: Style, _ width: Int) -> [String] {
        if line.hasPrefix("<details>") {
            return ["▸ " + MarkdownText(line.replacing(/<[^>]*>/, with: "")).text]
        }
        if line.hasPrefix("<sub>") {
            return [style.faint(MarkdownText(line.replacing(/<[^>]*>/, with: "")).text)]
        }
        if line.hasPrefix("#") {
            let text = MarkdownText(String(line.drop { $0 == "#" || $0 == " " }))
            return text.wrapped(width).map { style.bold($0.text) }
        }
        if line.hasPrefix("- ") {
            let item = text(String(line.dropFirst(2)), style).wrapped(width - 2)
            return item.enumerated().map { ($0 == 0 ? "• " : "  ") + $1.styled(style) }
        }
        return text(line, style).wrapped(width).map { $0.styled(style) }
    }

    private static func text(_ markdown: String, _ style: Style) -> MarkdownText {
        let text = MarkdownText(markdown)
        return style.isColoured ? text : text.spelledOut
    }

    // MARK: Tables

    private static func cells(_ line: String) -> [MarkdownText] {
        // A bar that belongs to a cell is escaped.
        let inner = line.replacing("\\|", with: "\u{1}").split(separator: "|").map {
            $0.replacing("\u{1}", with: "|").trimmingCharacters(in: .whitespaces)
        }
        return inner.map { MarkdownText($0) }
    }

    private static func table(_ rows: [[MarkdownText]], _ style: Style, _ width: Int) -> [String] {
        let rows = rows.filter { row in !row.allSatisfy { $0.text.allSatisfy { $0 == "-" } && !$0.text.isEmpty } }
        let count = rows.map(\.count).max() ?? 0
        let widths = (0..<count).map { column in rows.map { column < $0.count ? $0[column].text.columns : 0 }.max() ?? 0
        }
        return rows.enumerated().map { index, row in
            var room = width
            let cells = row.enumerated().map { column, cell in
                let isLast = column == row.count - 1
                let fitted =
                    cell.text.columns > max(room, 1) ? MarkdownText(plain: cell.text.fitted(to: max(room, 1))) : cell
                room -= widths[column] + 2
                let gap = isLast ? "" : String(repeating: " ", count: max(0, widths[column] - fitted.text.columns) + 2)
                return (index == 0 ? style.bold(fitted.text) : fitted.styled(style)) + gap
            }
            return cells.joined()
        }
    }
}

extension [String] {
    fileprivate var trimmed: ArraySlice<String> {
        let end = lastIndex { !$0.isEmpty }.map { $0 + 1 } ?? 0
        return self[..<end].drop { $0.isEmpty }
    }

    /// At most one empty line in a row: folding leaves more.
    fileprivate var withoutDoubleGaps: [String] {
        enumerated().filter { index, line in !line.isEmpty || (index > 0 && !self[index - 1].isEmpty) }.map(\.element)
    }
}
