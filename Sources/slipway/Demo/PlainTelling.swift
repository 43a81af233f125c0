/// Tells a chapter in lines that are never taken back: each change once.
///
/// What is only passed through is left out: a state that is not the last one is told when it has lasted for a second.
struct PlainTelling {
    private var told: Set<String> = []
    private var latest: [String: (text: String, since: Double)] = [:]

    /// What is new.
    /// - Parameter elapsed: seconds since the chapter began.
    mutating func news(of view: ChapterView, elapsed: Double, isOver: Bool) -> [String] {
        let stages = view.stages.filter(\.isOver).map(\.result)
        let rows = view.rows.filter { isWorthTelling($0, at: elapsed, isOver: isOver) }.map(\.line)
        let end = isOver && !view.caption.isEmpty ? [view.caption] : []
        return ([view.heading] + (stages + end + rows).map { "   " + $0 }).filter { told.insert($0).inserted }
    }

    private mutating func isWorthTelling(_ row: ChapterView.Row, at elapsed: Double, isOver: Bool) -> Bool {
        if latest[row.label]?.text != row.line { latest[row.label] = (row.line, elapsed) }
        let age = elapsed - (latest[row.label]?.since ?? elapsed)
        return isOver || row.isSettled || age >= 1
    }
}
