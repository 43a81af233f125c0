import Storage

/// Which points are tried: a row for every place of the program that a recording came to, its points in columns.
struct CrashPlan: Sendable {
    /// What stands in the table above the cells.
    enum Column: Hashable, Sendable {
        case boundary(CrashPoint.Boundary)
        /// Killed with the effect done and not recorded, and again before the record of the second attempt is committed.
        case twice

        static let all: [Column] = CrashPoint.Boundary.allCases.map(Column.boundary) + [.twice]
    }

    struct Row: Sendable {
        let place: String
        fileprivate(set) var cells: [Column: [CrashCell]] = [:]

        /// The columns that this place has.
        var columns: [Column] { Column.all.filter { cells[$0] != nil } }
    }

    private(set) var rows: [Row] = []

    /// Every point of the recordings, each in the first story that comes to it.
    init(_ recordings: [(story: CrashStory, points: [CrashPoint])]) {
        var stories: [CrashPoint: [CrashStory]] = [:]
        for (story, points) in recordings {
            for point in points { stories[point, default: []].append(story) }
        }
        for point in recordings.flatMap(\.points) {
            if let all = stories.removeValue(forKey: point) { add(point, all) }
        }
        for index in rows.indices { rows[index].addSecondKill() }
    }

    private mutating func add(_ point: CrashPoint, _ stories: [CrashStory]) {
        let index = rows.firstIndex { $0.place == point.place } ?? rows.count
        if index == rows.count { rows.append(Row(place: point.place)) }
        rows[index].cells[.boundary(point.boundary), default: []].append(CrashCell(stories: stories, point: point))
    }

    /// A choice that is always the same: every place at one boundary or more, every boundary about as often.
    /// - Parameter columns: how many of each row.
    func sample(columns count: Int) -> CrashPlan {
        var plan = self
        var used: [Column: Int] = [:]
        for (index, row) in rows.enumerated() {
            let rarest = row.columns.filter { $0 != .twice }.sorted { used[$0, default: 0] < used[$1, default: 0] }
            var chosen = Array(rarest.prefix(count))
            if index % 6 == 0, row.cells[.twice] != nil { chosen.append(.twice) }
            for column in chosen { used[column, default: 0] += 1 }
            plan.rows[index].cells = row.cells.filter { chosen.contains($0.key) }.mapValues { [$0[index % $0.count]] }
        }
        return plan
    }

    /// Only the places whose name contains the text.
    func only(_ text: String) -> CrashPlan {
        var plan = self
        plan.rows = rows.filter { $0.place.contains(text) }
        return plan
    }

    var cells: [(place: String, column: Column, cell: CrashCell)] {
        rows.flatMap { row in
            row.columns.flatMap { column in (row.cells[column] ?? []).map { (row.place, column, $0) } }
        }
    }
}

extension CrashPlan.Row {
    fileprivate mutating func addSecondKill() {
        guard let done = (cells[.boundary(.afterAnswer)] ?? cells[.boundary(.beforeCommit)])?.first,
            let commit = cells[.boundary(.beforeCommit)]?.first
        else { return }
        cells[.twice] = [CrashCell(stories: done.stories, point: done.point, second: commit.point)]
    }
}
