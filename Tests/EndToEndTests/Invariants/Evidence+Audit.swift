import Storage

extension Evidence {
    /// I11: runs of which the audit does not tell exactly once who asked, and exactly once how they ended; and those asked
    /// for by a delivery whose sender it does not name.
    func mistold() -> [String] {
        let lines = Dictionary(grouping: records.audit.filter { $0.run != nil }, by: \.run)
        let senders = Dictionary(records.deliveries.map { ($0.guid, $0.sender) }) { first, _ in first }
        return records.runs.flatMap { run -> [String] in
            let told = lines[run.id] ?? []
            return Self.miscounted(run, told) + Self.misnamed(run, told, senders)
        }
    }

    private static func miscounted(_ run: RunRecord, _ told: [AuditRecord]) -> [String] {
        let asked = told.filter { $0.outcome == .asked }.compactMap(\.turn)
        let ended = told.filter { $0.outcome != .asked }
        var found: [String] = []
        if asked.isEmpty || asked != Array(1...asked.count) {
            found.append("the audit tells \(asked.count) times who asked for run \(run.key)")
        }
        let ends = asked.count - (run.state.isFinished ? 0 : 1)
        if ended.compactMap(\.turn) != Array(1..<(ends + 1)) {
            found.append("the audit tells \(ended.count) times how run \(run.key) ended, which is \(run.state)")
        }
        if run.state.isFinished, let last = ended.last, last.outcome.rawValue != run.state.rawValue {
            found.append("the audit tells that run \(run.key) is \(last.outcome), and it is \(run.state)")
        }
        return found
    }

    private static func misnamed(
        _ run: RunRecord, _ told: [AuditRecord], _ senders: [String: String?]
    ) -> [String] {
        guard let delivery = run.delivery, let sender = senders[delivery] ?? nil,
            let asked = told.first(where: { $0.outcome == .asked }), asked.actor != sender || asked.delivery != delivery
        else { return [] }
        return ["\(sender) asked for run \(run.key), and the audit says \(asked.actor ?? "nobody")"]
    }
}
