import Automations

extension ChapterView {
    /// The lines of the chapter while it goes on, and the last ones of it.
    /// - Parameters:
    ///   - elapsed: seconds since it began.
    ///   - isOver: whether it is.
    func liveLines(elapsed: Double, isOver: Bool, style: Style, width: Int) -> [String] {
        let time = Wording.duration(elapsed)
        let head = "\(heading)  \(isOver ? StateSign.ready.rawValue : StateSign.working.rawValue) \(time)"
        var lines = [style.bold(head.fitted(to: width))]
        if let percent {
            lines.append("   \(CommitStory.bar(percent)) \(percent) %  \(caption)".fitted(to: width))
        }
        if namesStages, !isOver {
            let names = stages.map { "\($0.sign.rawValue) \($0.name)" }.joined(separator: " ")
            lines.append(style.faint("   \(names)".fitted(to: width)))
        }
        return lines + rows.map { "   \($0.line)".fitted(to: width) }
    }
}

extension String {
    /// As much of it as has room in this many columns of a terminal.
    func fitted(to width: Int) -> String {
        guard columns > width else { return self }
        var kept = ""
        var room = width - 1
        for character in self {
            room -= String(character).columns
            guard room >= 0 else { break }
            kept.append(character)
        }
        return kept + "…"
    }
}
