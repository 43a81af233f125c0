import Automations

/// Tells a chapter in lines that are never taken back: each change once.
///
/// Waiting is not told, and work only when it has lasted for a second.
struct PlainTelling {
    private var told: Set<String> = []
    private var latest: [String: (text: String, since: Double)] = [:]

    /// What is new: stages first, then environments in their order.
    /// - Parameter elapsed: seconds since the chapter began.
    mutating func news(of view: ChapterView, elapsed: Double, isOver: Bool) -> [String] {
        let stages = view.stages.filter(\.isOver).map(\.result)
        var isInOrder = view.stages.allSatisfy(\.isOver)
        var rows: [String] = []
        for row in view.rows {
            let hasLasted = lasts(row, at: elapsed) && row.sign == .working
            if isOver || hasLasted || (row.isSettled && isInOrder) { rows.append(row.line) }
            isInOrder = isInOrder && row.isSettled
        }
        return ([view.heading] + (stages + rows).map { "   " + $0 }).filter { told.insert($0).inserted }
    }

    /// Whether it has been like this for a second.
    private mutating func lasts(_ row: ChapterView.Row, at elapsed: Double) -> Bool {
        if latest[row.label]?.text != row.line { latest[row.label] = (row.line, elapsed) }
        return elapsed - (latest[row.label]?.since ?? elapsed) >= 1
    }
}
