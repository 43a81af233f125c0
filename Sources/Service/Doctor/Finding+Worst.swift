extension Finding {
    /// One line about several things: the worst of them, and how many are no better.
    static func worst(_ findings: [Finding]) -> Finding {
        let order: [Verdict] = [.failure, .warning, .unchecked, .ok]
        guard let verdict = order.first(where: { wanted in findings.contains { $0.verdict == wanted } }),
            let first = findings.first(where: { $0.verdict == verdict })
        else { return .unchecked("there is nothing to look at.") }
        let others = findings.count { $0.verdict == verdict } - 1
        guard others > 0, verdict != .ok else { return first }
        return Finding(
            verdict: verdict, sentence: "\(first.sentence) (And \(others) more.)", remedy: first.remedy)
    }
}
