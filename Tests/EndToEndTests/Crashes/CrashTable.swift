import Foundation

/// What came of all cells, for people.
struct CrashTable: Sendable {
    private struct Spot: Hashable {
        let place: String
        let column: CrashPlan.Column
    }

    private var results: [Spot: [(cell: CrashCell, result: CrashCell.Result)]] = [:]
    /// Every place and column there is, tried or not.
    private let plan: CrashPlan
    private let began = Date()

    init(_ plan: CrashPlan) {
        self.plan = plan
    }

    mutating func note(_ place: String, _ column: CrashPlan.Column, _ cell: CrashCell, _ result: CrashCell.Result) {
        results[Spot(place: place, column: column), default: []].append((cell, result))
        if case .broke = result { print("✗ \(cell): \(result)") }
    }

    /// One sentence for every cell that broke an invariant.
    var failures: [String] {
        all.compactMap { cell, result in
            guard case .broke(let found) = result else { return nil }
            return "\(cell): \(found.joined(separator: "; "))"
        }.sorted()
    }

    /// Places that no cell came to.
    var untried: [String] {
        plan.rows.map(\.place).filter { place in
            let tried = results.filter { $0.key.place == place }.values.joined()
            return !tried.contains { if case .notReached = $0.result { false } else { true } }
        }
    }

    private var all: [(cell: CrashCell, result: CrashCell.Result)] { results.values.flatMap(\.self) }

    /// How many cells ended in each way.
    var summary: String {
        var (survived, broke, unreached) = (0, 0, 0)
        for (_, result) in all {
            switch result {
            case .survived: survived += 1
            case .broke: broke += 1
            case .notReached: unreached += 1
            }
        }
        let seconds = Int(-began.timeIntervalSinceNow)
        return "\(plan.rows.count) places, \(all.count) kills in \(seconds) s: "
            + "\(survived) survived, \(broke) broke an invariant, \(unreached) not reached"
    }

    /// The table, and what its signs mean.
    var text: String {
        let width = plan.rows.map(\.place.count).max() ?? 0
        let head = ["before", "lost", "after", "uncommitted", "committed", "twice"]
        var lines = ["".padded(to: width) + head.map { "  " + $0 }.joined()]
        for row in plan.rows {
            let signs = zip(CrashPlan.Column.all, head).map { column, title in
                "  " + sign(row, column).padded(to: title.count)
            }
            lines.append((row.place.padded(to: width) + signs.joined()).trimmingSuffix(" "))
        }
        return (lines + ["", Self.legend, summary]).joined(separator: "\n")
    }

    private static let legend = """
        Killed: before the call; when the effect had landed and the answer was lost; after the answer; before the commit \
        of what it led to; after that commit; twice in a row.
        ✓ survived, all invariants hold (a number: so many calls) · ✗ with the invariant that does not · \
        – there is no such boundary · blank: not in this sample · ? not reached
        """

    private func sign(_ row: CrashPlan.Row, _ column: CrashPlan.Column) -> String {
        guard row.columns.contains(column) else { return "–" }
        guard let ends = results[Spot(place: row.place, column: column)] else { return "" }
        let broken = ends.compactMap { if case .broke(let found) = $0.result { found.first } else { nil } }
        if let first = broken.first { return "✗ \(first.prefix { $0 != ":" })" }
        let survived = ends.count { if case .survived = $0.result { true } else { false } }
        return survived == 0 ? "?" : survived == 1 ? "✓" : "✓\(survived)"
    }
}

extension CrashCell: CustomStringConvertible {
    var description: String { "\(stories.first?.name ?? ""), \(point)" + (second.map { ", then \($0)" } ?? "") }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }

    fileprivate func trimmingSuffix(_ character: Character) -> String {
        var text = self
        while text.last == character { text.removeLast() }
        return text
    }
}
